import { limits } from '../limits.ts';
import { element } from './dom.ts';

/**
 * A polite live region. `say` speaks at once; `sayRarely` is for what keeps changing, and speaks
 * at most once in a while.
 */
export class Announcer {
  readonly node = element('div', {
    class: 'visually-hidden',
    role: 'status',
    'aria-live': 'polite',
  });
  private quietUntilMs = 0;

  say(text: string): void {
    this.node.textContent = text;
  }

  sayRarely(text: string, nowMs: number): void {
    if (nowMs < this.quietUntilMs) return;
    this.quietUntilMs = nowMs + limits.announceEveryMs;
    this.say(text);
  }
}
