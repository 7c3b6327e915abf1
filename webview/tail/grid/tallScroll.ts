/**
 * Scrolls a list that is higher than a browser can lay out. The list's element stops growing at
 * `heightPxMax`; beyond, its scroll bar stands for the whole list in proportion, while the wheel and
 * the keys still move by real pixels. All tops in and out are those of the list itself.
 */
export class TallScroll {
  private readonly heightPxMax: number;
  private listPx = 0;
  private viewPx = 0;
  private listTopPx = 0;
  private barTopPx = 0;

  constructor(heightPxMax: number) {
    this.heightPxMax = heightPxMax;
  }

  /** The height that the list's element gets. */
  get elementPx(): number {
    return Math.min(this.listPx, this.heightPxMax);
  }

  /** What of the list is at the top of the view. */
  get topPx(): number {
    return this.listTopPx;
  }

  /** A place in the list is this much higher in its element. */
  get offsetPx(): number {
    return this.listTopPx - this.barTopPx;
  }

  setSize({ listPx, viewPx }: { readonly listPx: number; readonly viewPx: number }): void {
    this.listPx = listPx;
    this.viewPx = viewPx;
  }

  /** Where the scroll bar has to be for this place; `moved` then says where it is. */
  barFor(topPx: number): number {
    return this.isTall ? Math.round(topPx * this.barRatio) : topPx;
  }

  /** The bar was put where `barFor` said, as far as the browser let it. */
  placed(topPx: number, barTopPx: number): void {
    this.barTopPx = barTopPx;
    this.listTopPx = this.isTall ? topPx : barTopPx;
  }

  /** The reader moved the bar: a little by the wheel, or far by dragging it. */
  moved(barTopPx: number): void {
    const byPx = barTopPx - this.barTopPx;
    this.barTopPx = barTopPx;
    if (!this.isTall) this.listTopPx = barTopPx;
    else if (barTopPx <= 0) this.listTopPx = 0;
    else if (barTopPx >= this.elementPx - this.viewPx - 1) this.listTopPx = this.lastTopPx;
    else if (Math.abs(byPx) <= 2 * this.viewPx) {
      this.listTopPx = Math.max(0, Math.min(this.listTopPx + byPx, this.lastTopPx));
    } else this.listTopPx = Math.round(barTopPx / this.barRatio);
  }

  private get isTall(): boolean {
    return this.listPx > this.heightPxMax;
  }

  private get lastTopPx(): number {
    return Math.max(0, this.listPx - this.viewPx);
  }

  private get barRatio(): number {
    return (this.elementPx - this.viewPx) / this.lastTopPx;
  }
}
