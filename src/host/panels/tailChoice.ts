import type { TailSession } from '../../tail/session.ts';

/** Rows of a tail that a command works on: those that are named, or all that are shown. */
export class TailChoice {
  readonly session: TailSession;
  readonly selection: { readonly generation: number; readonly ordinals: number[] } | undefined;

  constructor(session: TailSession, selection?: { generation: number; ordinals: number[] }) {
    this.session = session;
    this.selection = selection;
  }
}
