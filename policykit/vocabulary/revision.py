"""
Which edition of the shipped words this is.

It rises when a shipped word comes, goes or moves, or a group gets or loses a member, so that a
lock can say with which a version was released; `tests/test_vocabulary.py` notices when it is due.
"""

from __future__ import annotations

from typing import Final

REVISION: Final = 2
