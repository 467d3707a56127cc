/**
 * Ends this process, in order, when the shell that npm runs it in is gone: npm passes a signal on to that shell only, which dies and
 * would leave this process behind.
 */
export declare function endWithParent(): void;
