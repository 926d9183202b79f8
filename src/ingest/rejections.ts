import type { Complaint } from './check.js';
import { keptText } from './text-lines.js';

/** A rejected line of one source. */
export interface Rejection {
  readonly line: number;
  readonly reason: string;
  readonly field: string | null;
  readonly text: string;
}

/** How many rejected lines of one source are kept with their text; all are counted. */
const keptRejections = 100;

/** The rejected lines of one source. */
export class Rejections {
  count = 0;
  readonly kept: Rejection[] = [];

  add(line: number, complaint: Complaint, text: string): void {
    this.count += 1;
    if (this.kept.length >= keptRejections) return;
    this.kept.push({ line, ...complaint, text: printable(text.slice(0, keptText)) });
  }
}

/** A binary line on a terminal would be more than ugly. */
function printable(text: string): string {
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, '\ufffd');
}
