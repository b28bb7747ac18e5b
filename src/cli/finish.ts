/** A command reports its exit code by this, since commander's actions return nothing. */
export type Finish = (code: number) => void;
