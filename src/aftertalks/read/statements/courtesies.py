"""Greetings, thanks and questions: sentences that state nothing about the talks."""

from __future__ import annotations

import re

_SHORT = 120  # characters; a longer sentence that begins with a greeting says something besides
_LONG = 260  # the same for thanks of a speaker in a transcript
_GREETING = re.compile(
    r"\W*(thank you|thanks|good (morning|afternoon|evening|day)|dear |ladies and gentlemen|hello|friends\b"
    r"|let me (begin|start|say|thank))",
    re.IGNORECASE,
)
_THANKS = re.compile(
    r"\W*(?:[^,.]{0,40}, )?(?:once again,? |also,? |and )?(?:i|we)(?:’d|'d| would| want| wish| am| are)? ?"
    r"(?:very |so |truly |just )?(?:like to |to |happy to |glad to |pleased to |delighted to )?"
    r"(?:once again |again |also |sincerely |warmly )*"
    r"(?:thank (?:you|all|everyone|our|the|mr|president|prime)|(?:see|welcome|greet|meet|wish) you)\b",
    re.IGNORECASE,
)
_QUESTION = re.compile(r"\?[\"”’')\]]*$")


def is_greeting(words: str) -> bool:
    """Say whether a sentence only greets, thanks or asks."""
    return bool(_QUESTION.search(words)) or (len(words) < _SHORT and _GREETING.match(words) is not None)


def is_courtesy(words: str) -> bool:
    """Say whether a speaker in a transcript only greets or thanks those present ("I would like to thank you, …")."""
    return len(words) < _LONG and _THANKS.match(words) is not None
