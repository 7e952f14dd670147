package kda.demo;

/** State of the enumerator: whether the split still waits for a reader. After that the reader's state has it. */
enum UserEnumeratorState {
    SPLIT_WAITS,
    SPLIT_ASSIGNED
}
