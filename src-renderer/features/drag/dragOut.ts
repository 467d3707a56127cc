import { type ErrorRecord, toErrorRecord } from '../../../src-shared/errors.ts';
import type { DragReadiness } from '../../../src-shared/ipc/contract.ts';
import { localEndpoint } from '../../../src-shared/model/location.ts';
import { baseName } from '../../../src-shared/model/path.ts';
import { request, tell } from '../../bridge/bridge.ts';
import { currentWords, getState, notify, showDialog } from '../../store/store.ts';
import { errorSentence } from '../../text/errorSentence.ts';
import { visibleName } from '../../text/visibleName.ts';
import { rememberHandedOut } from './handedOut.ts';
import type { RowDrag } from './rowDrag.ts';

let lastNumber = 0;

/**
 * What becomes of a drag of rows outside the window: the desktop goes on with it as soon as the files are ready, which is asked for when
 * the drag begins. Where that takes too long or can't be, letting go outside says why, or offers a download.
 */
export class DragOut {
  readonly #drag: RowDrag;
  readonly #onHandedOver: () => void;
  readonly #number = ++lastNumber;
  #outside = false;
  #readiness: DragReadiness | undefined;
  #problem: ErrorRecord | undefined;
  #over = false;

  /** Undefined where the shell can hand nothing to the desktop. @param onHandedOver the page has no part in the drag any more */
  static begin(drag: RowDrag, onHandedOver: () => void): DragOut | undefined {
    return getState().app?.shell === 'electron' ? new DragOut(drag, onHandedOver) : undefined;
  }

  private constructor(drag: RowDrag, onHandedOver: () => void) {
    this.#drag = drag;
    this.#onHandedOver = onHandedOver;
    void this.#prepare();
  }

  leave(): void {
    this.#outside = true;
    this.#handOver();
  }

  comeBack(): void {
    this.#outside = false;
  }

  /** The button was let go outside, and the drag is still the page's. */
  letGo(): void {
    if (this.#over) return;
    const { side, source } = this.#drag;
    if (this.#problem !== undefined) this.#tellProblem(this.#problem);
    else if (source.from[0]?.endpoint !== localEndpoint) showDialog({ kind: 'download-to', ...source, dragged: true });
    else if (this.#readiness?.state === 'too-large') {
      notify(side, { tone: 'problem', text: currentWords().text.dragOut.tooMany });
    }
  }

  /** It ended without the desktop. */
  forget(): void {
    if (this.#over) return;
    this.#over = true;
    tell('drag.forget', { drag: this.#number });
  }

  async #prepare(): Promise<void> {
    try {
      this.#readiness = await request('drag.prepare', { drag: this.#number, locations: this.#drag.source.from });
      this.#handOver();
    } catch (error) {
      this.#problem = toErrorRecord(error);
    }
  }

  #handOver(): void {
    if (this.#over || !this.#outside || this.#readiness?.state !== 'ready') return;
    this.#over = true;
    rememberHandedOut(this.#drag.source, this.#readiness.paths);
    // The reply may come when the desktop's drag has ended, and no pointer event tells of it.
    this.#onHandedOver();
    request('shell.startDrag', { drag: this.#number }).catch((error: unknown) => this.#tellProblem(toErrorRecord(error)));
  }

  #tellProblem(problem: ErrorRecord): void {
    const words = currentWords();
    const isName = problem.code === 'name-invalid' && problem.path !== undefined;
    const text = isName ? words.text.dragOut.notText(visibleName(baseName(problem.path))) : errorSentence(words, problem);
    notify(this.#drag.side, { tone: 'problem', text });
  }
}
