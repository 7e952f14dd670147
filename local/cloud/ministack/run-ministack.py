"""Runs MiniStack and ends it, with all its children, when whoever started this goes away.

Started as the leader of its own process group with a pipe as standard input. The pipe closes when the local cloud closes
it and also when the local cloud dies without a word (SIGKILL, crash): MiniStack is then asked to stop, so that it saves
its state, and after GRACE_SECONDS the whole group (MiniStack, its Lambda workers, this process) is killed.
"""
import os
import signal
import subprocess
import sys
import threading

# Saving the state of a deployed stack takes well below a second; the local cloud promises to be closed within five.
GRACE_SECONDS = 3
GUARDED = os.path.join(os.path.dirname(os.path.abspath(__file__)), "guarded-ministack.py")


def main() -> None:
    ministack = subprocess.Popen([sys.executable, GUARDED], stdin=subprocess.DEVNULL)

    def stop(*_: object) -> None:
        ministack.terminate()

    def stop_when_abandoned() -> None:
        while sys.stdin.buffer.read(4096):
            pass
        stop()
        try:
            ministack.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            pass
        end_group()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the local cloud, which then closes the pipe.
    threading.Thread(target=stop_when_abandoned, daemon=True).start()
    ministack.wait()
    end_group()


def end_group() -> None:
    """Lambda workers outlive MiniStack, waiting on their standard input: only the group is sure to hold them all."""
    os.killpg(os.getpgid(0), signal.SIGKILL)


main()
