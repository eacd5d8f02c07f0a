"""Small inputs of every form that is read, to begin from."""

from __future__ import annotations

import gzip
import io
import zipfile


def _zip(name: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr(name, data)
    return out.getvalue()


_OWN = b"aftertalks_id,first,last,kind\na,2017-07-08,2017-07-09,battle\n"
_GED = (
    b"id,date_start,date_end,side_a,side_b,type_of_violence,best,latitude,longitude,where_prec,date_prec\n"
    b"1,2017-07-08,2017-07-09,A,B,1,3,33.1,36.2,1,1\n"
)
_ACLED = (
    b"event_id_cnty,event_date,event_type,actor1,actor2,latitude,longitude,geo_precision,time_precision,fatalities\n"
    b"SYR1,08 July 2017,Battles,A,B,33.1,36.2,1,1,0\n"
)
SMALL: dict[str, bytes] = {
    "s-html": b"<html><head><title>T</title><meta property='og:title' content='x'></head><body><h1>Truce</h1>"
    b"<p>The truce begins on <b>Sunday</b>&nbsp;&#8220;at noon&#8221;.</p><script>if(a<b){}</script></body></html>",
    "s-rss": b"<?xml version='1.0'?><rss version='2.0'><channel><title>F</title><item><title>A</title><link>http://x/</link>"
    b"<pubDate>Sat, 08 Jul 2017 10:00:00 GMT</pubDate><description>&lt;p&gt;The truce.&lt;/p&gt;</description></item>"
    b"</channel></rss>",
    "s-atom": b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>A</title><updated>2017-07-08T00:00:00Z</updated>"
    b"<content type='html'>The truce.</content></entry></feed>",
    "s-json": b'{"text": "The truce begins on Sunday.", "date": "2017-07-08", "title": "T", "url": "http://x/"}\n{"text": 1}\n',
    "s-list": b'[{"body": "<p>The truce.</p>", "published": "8 July 2017"}, null]',
    "s-opml": b"<opml><body><outline text='x'><outline xmlUrl='http://x.org/feed'/></outline></body></opml>",
    "s-md": b"---\ntitle: T\ndate: 2017-07-08\n---\n# H\n\n> quote\n\n* a [link](http://x) ![p](y)\n\n```\ncode\n```\n| a | b |\n",
    "s-plain": b"Title: T\nDate: 8 July 2017\nURL: http://x/\n\nMOSCOW, July 8, 2017 (A) - The truce begins.\n",
    "s-xml": b"<Sentences><Sentence date='20170708' id='1'><Text>Russia met Syria.</Text></Sentence></Sentences>",
    "s-table": b"id\ttext\tdate\n1\tRussia met Syria.\t2017-07-08\n",
    "s-own": _OWN,
    "s-ged": _GED,
    "s-acled": _ACLED,
    "s-gz": gzip.compress(_GED, mtime=0),
    "s-zip": _zip("a.csv", _ACLED),
    "s-gdelt": b"\t".join([b"1", b"20170708", b"201707", b"2017", b"2017.5"] + [b"0"] * 56) + b"\n",
    "s-polecat": b"event_id,event_date,event_type,actor_name,latitude,longitude\n1,2017-07-08,ASSAULT,A,33,36\n",
    "s-zones": b'{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"Z","holder":"A","from":'
    b'"2017-07-08"},"geometry":{"type":"Polygon","coordinates":[[[1,1],[2,1],[2,2],[1,1]]]}}]}',
    "s-check": b"title: T\ninstrument: truce\nparties: [[A], [B]]\nstart: 2017-07-09\nuntil: null\nweeks: 4\n",
    "s-yaml": b"0- name: Ann Lee\n  also: [A. Lee]\n  code: X\n  first: 2017-01-01\n",
    "s-actor": b"0- name: Ann Lee\n  type: person\n",
    "s-place": b"<- name: Idlib\n  id: x\n",
    "s-phoenix": b"2ANN_LEE_ [RUSGOV >000507]\n+LEE_\n\t[RUS 910101-991231]\n!M! = A, B\n!M!_OF_X [Y]\n",
    "s-reign": b"3RUS,Putin,1,1,2000,2,2020\n",
    "s-gold": b'{"document": "a.txt", "date": "2017-07-08", "statements": [{"start": 0, "end": 4, "kind": "event"}]}',
    "s-record": b'{"id": "a", "document": "b", "start": 0, "end": 3, "text": "abc", "kind": "event", "form": "narration"}',
    "s-robots": b"User-agent: *\nDisallow: /a\nCrawl-delay: 9\n",
    "s-entities": b"<!DOCTYPE a [<!ENTITY b 'c'><!ENTITY d '&b;&b;'>]><rss><channel><item><title>&d;</title></item></channel></rss>",
    "s-alias": b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
    "s-odd": "The “truce\u202e begins\u0000 on\u200b Sunday” — said\ufeff Lee.".encode(),
}  # fmt: skip
