"""What looks like a time and is none: the verb "may", a resolution's number, two thousand people, the Sunday Times."""

from __future__ import annotations

import re

from aftertalks.read.times.expression import Expression
from aftertalks.read.times.words import S, any_of, word_set

_TEMPORAL = re.compile(
    r"(?i:\b(?:in|since|by|until|till|til|from|of|during|after|before|between|and|to|through|throughout|last|next|this|"
    r"early|mid|late|around|about|circa|on|for|or|the|every|each|previous|following|that|as|pre|post|ca|c|near|toward|"
    r"towards|into|over|starting|beginning|ending|ended|dated|year|years|fiscal|spring|summer|autumn|winter|"
    r"christmas|ramadan|than|within|prior|a|an|its|their|his|her|our|un|is|was|were|be|election|elections|when|"
    r"began|only|again|also|even|not|but|with|effective|active|at)\.?)"
    r"[\s\-–—(\"“”‘'/]{0,3}$|[(\[\n\"“–—:;,-][ \t]{0,2}$|^[ \t]{0,4}$|['’]s\s$"
)
_STRONG_YEAR = re.compile(
    r"(?i:\b(?:in|since|by|until|till|during|after|before|early|mid|late|throughout|circa|ca|year|years|fiscal|"
    r"spring|summer|autumn|fall|winter|through|pre|post|mid|into|as of|end of|start of|beginning of|middle of|rest of))"
    r"[\s\-(]{1,2}$"
)
_COUNT_AFTER = re.compile(rf"(?:{S}|-)(?:[a-z-]{{2,14}}{S})?(?i:{any_of(word_set('count_nouns'))})(?![\w])")
_NUMBERED = re.compile(
    rf"(?i:(?<![\w])(?:{any_of(word_set('numbered_things'))})\.?{S}?(?:no\.?{S}?)?"
    rf"(?:\d{{1,5}},?{S}(?:and{S}|or{S})?)?)$|[#№§$€£]{S}?$"
)
_SPEECH = re.compile(
    rf"{S}(?:said|told|says|will|would|has|had|was|is|and[ ][A-Z]|wants|called|insisted|warned|also|did|made)\b"
    r"|['’]s\b(?![ ](?:end|beginning|start))"
)
_NAMED_MAY = re.compile(r"(?:Theresa|Mrs\.?|Ms\.?|Minister|Brian|PM|Premier|Elaine|Mr\.?)\s$")
_PLAIN_PREP = re.compile(
    r"(?i:\b(?:in|since|by|until|till|during|throughout|early|mid|late|last|next|this|of|from|between|and|to|through|before|after|or|for|on|previous|following|the|around|about|every|than|a|an|its|their|his|her|our))[\s\-–(]{1,3}$|[-–(]$|['’]s\s$"
)
_NEWSPAPER = re.compile(
    rf"{S}(?:Times|Telegraph|Mirror|Express|Mail|Herald|Post|Agreement|School|League|Mass|Tribune|Review|Mosque|Club|Night{S}Live|Agreements)(?![\w])"
)
_PROPER_DAY = re.compile(r"(?:Good|Black|Bloody|Ash|Palm|Cyber|Super|Casual|Shrove|Holy|Easter|Whit|Joe|Ruby)\s$")
_SPRING = re.compile(
    r"(?i:\b(?:in|the|this|last|next|by|until|since|during|early|late|mid|following|previous|and|or|over|through|that|of)[\s\-]{1,3})$|[(\n]$"
)
_FALL_BEFORE = re.compile(
    r"(?i:\b(?:in|over|during|throughout|by|until|since|early|late|mid|of)\s(?:the\s)?|\b(?:this|last|next|following|previous)\s"
    r"|\b(?:spring|summer|winter)\s(?:and|or)\s)$"
)
_FALL_AFTER = re.compile(rf"{S}(?:of|into|to|back|behind|apart|short|under|on|upon|below|victim)\b")
_NAME_BEFORE = re.compile(r"\b(?:Arab|Prague|Damascus|Silver|Palm|Nuclear|Hot|Alice|Russian|African|Black)\s$")


def keep(text: str, e: Expression) -> bool:
    """Say whether the words really are a time.

    Args:
        text: the document.
        e: an expression as the patterns found it, already widened to the left.
    """
    check = {
        "month": _month, "year": _year, "weekday": _weekday, "season": _season, "duration": _duration,
        "bare duration": _bare, "vague period": _vague, "part of the current unit": _the_unit, "recurrence": _set,
        "first day": _first_day, "decade": _decade, "within": _ahead, "in": _ahead, "clock time": _clock,
    }.get(e.rule)  # fmt: skip
    return check is None or check(text, e)


def _before(text: str, e: Expression, width: int = 40) -> str:
    return text[max(0, e.start - width) : e.start]


def _month(text: str, e: Expression) -> bool:
    words = text[e.start : e.end]
    if e.base in {"that", "this"} and words.endswith(("May", "March")) and _SPEECH.match(text[e.end : e.end + 24]):
        return False
    if e.mod or e.base or e.relative:
        return True
    if words.isupper() and len(words) > 1 and not words.endswith("."):
        return False
    before = _before(text, e)
    if words in {"May", "March"} or (len(words.rstrip(".")) <= 4 and words not in {"June", "July"}):
        after = text[e.end : e.end + 24]
        if not _PLAIN_PREP.search(before) or _NAMED_MAY.search(before):
            return False
        if words == "March" and re.match(r"\s(?:on|for)\s[A-Z]", after):
            return False
        return not (
            _SPEECH.match(after) and not re.search(r"(?i:\b(?:in|since|until|by|during|late|early))\s$", before)
        )
    return not re.match(r"\s(?:Revolution|Theses)\b", text[e.end : e.end + 14]) or bool(
        re.search(r"(?i)\bthe\s$", before)
    )


def _year(text: str, e: Expression) -> bool:
    if e.mod or e.part or e.relative or e.end - e.start > 4:
        return True
    before, after = _before(text, e), text[e.end : e.end + 40]
    if _NUMBERED.search(before) or e.year is None:
        return False
    strong = _STRONG_YEAR.search(before)
    if _COUNT_AFTER.match(after) and not (
        strong and re.search(r"(?:In|[Ss]ince)\s$", before) and 1900 <= e.year <= 2050
    ):
        return False
    if re.match(r"['’]s\b|\s?[-–]\s?(?!\d{2,4}\b)[a-z]", after) is None and re.match(r"[-–/]\d", after):
        return re.match(r"[-–/]\d{2,4}(?!\d)", after) is not None
    named = re.match(rf"{S}([a-z-]{{3,20}})\b", after)
    if named and named[1] in word_set("things_named_by_date") and re.search(r"[A-Za-z]\s$", before):
        return True
    if e.year >= 1700:
        subject = re.match(r"(?:['’]s)?\s(?:also|saw|was|is|will|brought|marked|began|would|has)\b", after)
        return bool(strong or _TEMPORAL.search(before) or (subject and re.search(r"[.!?,]\s$|\bso\s$", before)))
    return bool((strong and not re.match(rf"{S}[a-z]+s\b", after)) or re.search(r"[(]$", before))


def _weekday(text: str, e: Expression) -> bool:
    before, after = _before(text, e, 12), text[e.end : e.end + 24]
    return not (_NEWSPAPER.match(after) or _PROPER_DAY.search(before))


def _season(text: str, e: Expression) -> bool:
    if e.year or e.relative or e.mod or e.base:
        return True
    words, before, after = text[e.start : e.end], _before(text, e), text[e.end : e.end + 20]
    head = words.lower().removeprefix("the").strip()
    if _NAME_BEFORE.search(before) or (words[:1].isupper() and re.search(r"[a-z] [A-Z][a-z]+ $", before)):
        return False
    if head == "fall":
        return bool(_FALL_BEFORE.search(text[max(0, e.end - 4 - 30) : e.end - 4])) and not _FALL_AFTER.match(after)
    if head == "spring":
        return bool(
            words[0] == "t" or words[0] == "T" or words[:1] == "S" or _SPRING.search(before) or "offensive" in after
        )
    return e.season[:1] not in "HQ" or True


def _duration(text: str, e: Expression) -> bool:
    words = text[e.start : e.end].lower()
    after = text[e.end : e.end + 16]
    if re.fullmatch(r"(?:a|an|one|the)[\s-](?:first\s)?night", words) or (
        words.endswith(" quarters") and "some" in words
    ):
        return False
    if e.unit == "Q":
        return words.endswith("quarters") and not re.match(r"\sof\b", after) and "three" not in words
    if re.search(r"[$€£]$", _before(text, e, 3)):
        return False
    return not (e.unit in {"TM", "TS"} and re.fullmatch(r"(?:a|one)\s(?:minute|second)", words) and "of" in after[:4])


def _bare(text: str, e: Expression) -> bool:
    before = _before(text, e, 24).lower()
    if re.search(r"(?:\bthe|\bthose|\bthese|\bold|\bits|\btheir|\bhis)\s$", before) and not re.search(
        r"\bfor the\s$", before
    ):
        return bool(re.match(r"\s(?:later|earlier|before|after|ago)\b", text[e.end : e.end + 10]))
    return not re.search(r"(?:teenage|early|war|school|golden|first|formative|last)\s$", before)


def _vague(text: str, e: Expression) -> bool:
    words, before, after = text[e.start : e.end].lower(), _before(text, e, 12).lower(), text[e.end : e.end + 12].lower()
    if words in {"soon", "shortly"}:
        return not re.search(r"\b(?:as|too|very)\s$", before) and not re.match(r"\s(?:after|before|as)\b", after)
    if words == "now":
        return not re.match(r"\sthat\b", after)
    if words == "former":
        return bool(re.match(r"\s\w", after)) and not re.match(r"\s(?:was|is|and|or|had|to|for)\b", after)
    if words == "current":
        return not re.search(r"\b(?:electric|ocean)\s$", before)
    if words == "the past":
        return not re.match(r"\s\w+\s", text[e.end : e.end + 24] + " ") or bool(re.search(r"\bin\s$", before))
    return not (words in {"future", "the future"} and re.match(r"\s(?:work|tense)\b", after))


def _the_unit(text: str, e: Expression) -> bool:
    if not e.mod:
        return False
    return not re.match(r"\s(?:of|when|that|in which)\b", text[e.end : e.end + 12])


def _set(text: str, e: Expression) -> bool:
    words = text[e.start : e.end].lower()
    return not (
        words in {"daily", "weekly", "monthly", "everyday"}
        and text[e.start : e.start + 1].isupper()
        and re.match(r"\s[A-Z]", text[e.end : e.end + 2])
    )


def _first_day(text: str, e: Expression) -> bool:
    return not re.search(r"[$€£#]$|\b(?:No|no|Nos|Article|article)\.?\s$", _before(text, e, 10))


def _decade(text: str, e: Expression) -> bool:
    return not re.search(r"[$€£#]$", _before(text, e, 2))


def _ahead(text: str, e: Expression) -> bool:
    return (e.unit != "Q" and e.unit not in {"TS", "TM"}) or (e.number is not None and e.number != 1)


def _clock(text: str, e: Expression) -> bool:
    """A bare "10:57" needs a temporal setting; verses and scores look the same."""
    if not re.fullmatch(r"\d{1,2}:\d\d", text[e.start : e.end]):
        return True
    return bool(
        re.search(
            r"(?i:\b(?:at|by|until|till|from|to|before|after|around|about|since|and|between))\s$|[-–(]\s?$",
            _before(text, e, 10),
        )
    )
