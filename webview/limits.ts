/** Every bound of the pages, with its reason. */
export const limits = {
  /** Height of a row in pixels: the height of a row in VS Code's own trees and tables. */
  rowHeightPx: 22,

  /**
   * Chromium places nothing beyond 2^25 device pixels: about 1,500,000 rows, 760,000 on a screen with
   * two device pixels per CSS pixel. The scroll bar of a higher list stands for it in proportion.
   */
  listHeightDevicePxMax: 33_000_000,

  /** Rows drawn above and below the visible ones, so that a wheel step shows no gap. */
  overscanRows: 8,

  /** How far rows are fetched ahead of a view that moves: for an answer that takes a few frames. */
  framesAhead: 6,

  /** But no more than this, which a wheel that spins passes in five frames. */
  rowsAheadMax: 120,

  /** Rows in one request; the contract allows 500. */
  rowsPerRequestMax: 200,

  /** Rows kept beyond the visible ones, so that scrolling back a little asks for nothing. */
  cachedRowsMax: 1200,

  /** Parts of a selection that are kept while a tab is hidden; more than anybody picks by hand. */
  keptSpansMax: 200,

  /** Without a scroll event for this long, the reader is taken to have stopped. */
  scrollIdleMs: 150,

  /** Typing filters after this pause; each change walks the whole window. */
  filterDelayMs: 200,

  /** The longest text of a condition, as in the host; longer ones only cost time. */
  filterCharsMax: 1024,

  /** The histogram is asked for this often while it is open: counting a large window takes a while. */
  histogramEveryMs: 1000,

  /** The longest whole filter, and the longest name of one, as in the host. */
  filterTextCharsMax: 32_768,
  filterNameCharsMax: 100,

  /** Samples of the chart, one a second: five minutes. */
  samplesMax: 300,
  sampleEveryMs: 1000,

  /** The host tells what stays as it is every 30 seconds; its clock and the page's may be a little late. */
  sampleSilenceMsMax: 35_000,

  /** Columns from JSON paths, as the contract allows. */
  pathColumnsMax: 20,

  /** Longer paths are pasted by mistake; the host refuses them too. */
  pathCharsMax: 1024,

  /** A column shows a few characters at least, and leaves something of the others at most. */
  columnWidthPxMin: 32,
  columnWidthPxMax: 1600,

  /** What the data keeps before the rows scroll sideways. */
  dataWidthPxMin: 120,

  /** Between two columns, and at both ends of a row. */
  columnGapPx: 12,

  /** What Shift and an arrow key change a column's width by. */
  columnWidthPxStep: 16,

  /** A press on a column's title that moves less than this is no drag. */
  dragStartPx: 5,

  /** Rows selected at once, which is what can be copied at once. */
  selectedRowsMax: 10_000,

  /** "12 s ago" is written anew this often. */
  relativeTimeEveryMs: 1000,

  /** Characters of the detail drawn at first, and by each "Show more": layout stays instant. */
  detailCharsStep: 20_000,

  /** Values that the tree of a record can have; a larger one is shown as text. */
  treeNodesMax: 200_000,

  /** Rows of the tree that are open at first. */
  treeRowsAtFirst: 300,

  /** Characters of one value in the tree; the text has all of it. */
  treeValueCharsMax: 1000,

  /** Height of a row of the tree in pixels. */
  treeRowHeightPx: 20,

  /** Deeper levels are indented no further: payloads can be hostile. */
  treeIndentLevelsMax: 40,

  /** Places that the filter marks in one text of a record: all of 20,000 characters by fives, and more is no help. */
  filterMarksMax: 4000,

  /** Places in a record that the search in it steps through. */
  findMatchesMax: 10_000,

  /** Choices of open and closed values that are kept from record to record. */
  treeChoicesMax: 500,

  /** Bytes of the hex dump drawn at first, and by each "Show more": 256 lines of 16. */
  hexBytesStep: 4096,

  /** Shards in the chooser and the table; more are counted, not listed. */
  listedShardsMax: 500,

  /** So many do not fit into the chooser's list: a person wants to find some of them. */
  findableShardsMin: 10,

  /** A screen reader hears about new records at most this often. */
  announceEveryMs: 10_000,

  /** The reader's place is saved at most this often. */
  saveDelayMs: 250,

  /** Below this width the lower panes become tabs. */
  narrowPx: 600,

  /** The grid and the lower panes keep at least this share of the height, or width, in percent. */
  splitPercentMin: 15,

  /** What an arrow key moves a splitter by, in percent. */
  splitPercentStep: 3,
} as const;

/** What one shard takes in a second: kinesis.md and the service's quotas page. */
export const shardQuota = { recordsPerSecond: 1000, bytesPerSecond: 1_048_576 } as const;

/** What all readers of one shard together may read in a second, without enhanced fan-out. */
export const shardReadQuota = { readsPerSecond: 5, bytesPerSecond: 2 * 1_048_576 } as const;
