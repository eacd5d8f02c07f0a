"""What becomes of texts that are not English: ``python bench/languages.py``.

One report of four sentences on talks, written for this in each language, is given to the reader as ``aftertalks read``
gives it: whole, its first sentence alone, and after as much English. Told for each: the language that is taken, whether
the text is set aside or read, and with which note.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from aftertalks.ingest.content import Content, read_content
from aftertalks.model import Document, InputError, Settings

ENGLISH = (
    "The foreign ministers of both countries met in Geneva on Monday. They agreed to extend the ceasefire by thirty days. "
    "The minister said that his country would not withdraw its troops. The next round of talks is expected in September."
)
TEXTS = {
    "Arabic": "التقى وزيرا خارجية البلدين في جنيف يوم الاثنين. واتفقا على تمديد وقف إطلاق النار ثلاثين يوما. وقال الوزير إن بلاده"
    " لن تسحب قواتها. ومن المتوقع عقد الجولة المقبلة من المحادثات في سبتمبر.",
    "Chinese": "两国外交部长星期一在日内瓦会晤。他们同意将停火延长三十天。部长说，他的国家不会撤军。下一轮会谈预计将于九月举行。",
    "Dutch": "De ministers van Buitenlandse Zaken van beide landen kwamen maandag in Genève bijeen. Zij spraken af het staakt-het-vuren"
    " met dertig dagen te verlengen. De minister zei dat zijn land zijn troepen niet zou terugtrekken. De volgende ronde wordt in"
    " september verwacht.",
    "French": "Les ministres des Affaires étrangères des deux pays se sont réunis lundi à Genève. Ils ont convenu de prolonger le"
    " cessez-le-feu de trente jours. Le ministre a déclaré que son pays ne retirerait pas ses troupes. Le prochain cycle de"
    " pourparlers est attendu en septembre.",
    "German": "Die Außenminister beider Länder trafen sich am Montag in Genf. Sie vereinbarten, die Waffenruhe um dreißig Tage zu"
    " verlängern. Der Minister sagte, sein Land werde seine Truppen nicht abziehen. Die nächste Gesprächsrunde wird im September"
    " erwartet.",
    "Persian": "وزیران خارجه دو کشور روز دوشنبه در ژنو دیدار کردند. آنها توافق کردند آتش‌بس را سی روز تمدید کنند. وزیر گفت کشورش"
    " نیروهای خود را خارج نخواهد کرد. دور بعدی گفتگوها در ماه سپتامبر انتظار می‌رود.",
    "Russian": "Министры иностранных дел обеих стран встретились в понедельник в Женеве. Они договорились продлить перемирие на"
    " тридцать дней. Министр заявил, что его страна не будет выводить войска. Следующий раунд переговоров ожидается в сентябре.",
    "Scots": "The foreign meenisters o baith kintras met in Geneva on Monanday. They greed tae lenthen the ceasefire bi thirty"
    " days. The meenister said that his kintra wadnae draw back its sodgers. The neist roond o crack is expeckit in September.",
    "Spanish": "Los ministros de Exteriores de ambos países se reunieron el lunes en Ginebra. Acordaron prorrogar el alto el fuego"
    " treinta días. El ministro dijo que su país no retiraría sus tropas. La próxima ronda de conversaciones se espera en"
    " septiembre.",
    "Turkish": "İki ülkenin dışişleri bakanları pazartesi günü Cenevre'de bir araya geldi. Ateşkesi otuz gün uzatma konusunda"
    " anlaştılar. Bakan, ülkesinin askerlerini çekmeyeceğini söyledi. Bir sonraki görüşme turunun eylül ayında yapılması"
    " bekleniyor.",
    "Ukrainian": "Міністри закордонних справ обох країн зустрілися в понеділок у Женеві. Вони домовилися продовжити перемир'я на"
    " тридцять днів. Міністр заявив, що його країна не виводитиме війська. Наступний раунд переговорів очікується у вересні.",
    "none: numbers": "12 345 67,8 9/10 11:12 13.14 " * 8,
}


def outcome(text: str) -> str:
    """Say what becomes of a text."""
    (found,) = read_content(Content(text.encode(), "text.txt"), Settings())
    if isinstance(found, InputError):
        return f"set aside: {found.problem}"
    assert isinstance(found, Document)
    return f"taken for {found.language or 'nothing'}" + "".join(f"; note: {n}" for n in found.notes)


def first_sentence(text: str) -> str:
    """Return a text's first sentence."""
    cut = min(at for mark in (". ", "。") if (at := (text + mark).find(mark)) >= 0)
    return text[: cut + 1]


def main() -> int:
    """Tell each, and count what is set aside."""
    aside = dict.fromkeys(("whole", "first sentence", "after as much English"), 0)
    for name, text in ({"English": ENGLISH} | TEXTS).items():
        for what, given in zip(aside, (text, first_sentence(text), f"{ENGLISH} {text}"), strict=True):
            told = outcome(given)
            aside[what] += told.startswith("set aside")
            print(f"{name:<14} {what:<22} {told}")
    print(f"set aside of {len(TEXTS) + 1}: " + ", ".join(f"{n} {what}" for what, n in aside.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
