/** How many consumers a stream has; `ours` are those that tails have registered, where that is known. */
export function consumersText(count: number, ours = 0): string {
  const all = count === 1 ? '1 consumer' : `${count} consumers`;
  if (ours === 0) return all;
  return ours < count ? `${all}, ${ours} of Kinesis Workbench` : `${all} of Kinesis Workbench`;
}
