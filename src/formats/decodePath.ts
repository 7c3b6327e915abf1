interface Step {
  readonly decoder: string;
  readonly outcome: string;
}

/** The steps that gave something, in their order: "gzip → JSON". */
export function decodePath(steps: readonly Step[]): string {
  return steps
    .filter(({ outcome }) => outcome === 'decoded')
    .map(({ decoder }) => decoder)
    .join(' → ');
}
