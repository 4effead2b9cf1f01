"""Reads an HTML page and prints what a browser would see of it, as JSON."""

import base64
import hashlib
import json
import sys
from html.parser import HTMLParser

VOID = {"meta", "input", "br", "link", "img", "hr"}


class Page(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.faults, self.ids, self.links, self.sources = [], [], [], [], []
        self.inline, self.texts, self.policy, self.handlers = {}, [], "", []
        self.tags = {}

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        self.tags[tag] = self.tags.get(tag, 0) + 1
        if "id" in values:
            self.ids.append(values["id"])
        if "href" in values:
            self.links.append(values["href"])
        self.sources += [value for name, value in attributes if name in ("src", "srcset", "data", "action", "poster")]
        self.handlers += [name for name, _ in attributes if name.startswith("on") or name == "style"]
        if values.get("http-equiv", "").lower() == "content-security-policy":
            self.policy = values["content"]
        if tag not in VOID and not (tag in ("path", "rect") and self.get_starttag_text().endswith("/>")):
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> at {self.getpos()}")

    def handle_data(self, data):
        inside = self.open[-1] if self.open else ""
        if inside in ("style", "script"):
            self.inline.setdefault(inside, []).append(base64.b64encode(hashlib.sha256(data.encode()).digest()).decode())
        else:
            self.texts.append(data)


with open(sys.argv[1], encoding="utf-8") as file:
    page = Page()
    page.feed(file.read())
    page.close()
json.dump(
    {
        "faults": page.faults + page.open, "ids": page.ids, "links": page.links, "sources": page.sources,
        "handlers": page.handlers, "policy": page.policy, "styles": page.inline.get("style", []),
        "scripts": page.inline.get("script", []), "text": " ".join(" ".join(page.texts).split()), "tags": page.tags,
    },
    sys.stdout)
