"""Drives a headless Chromium by the DevTools protocol over a pair of pipes: no port, no driver, nothing to install."""

import base64
import json
import os
import queue
import shutil
import subprocess
import tempfile
import threading
import time


class Fault(Exception):
    """Something that was waited for did not come, or the page failed."""


class Browser:
    """A Chromium with a profile of its own and one page."""

    def __init__(self):
        program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
        if program is None:
            raise Fault("there is no chromium: `make setup` installs it")
        self.folder = tempfile.mkdtemp(prefix="dashboard-browser-")
        read_here, write_there = os.pipe()
        read_there, write_here = os.pipe()
        flags = [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-extensions", "--hide-scrollbars",
            f"--user-data-dir={self.folder}", "--remote-debugging-pipe", "about:blank",
        ]
        # Chromium reads commands from 3 and answers to 4.
        line = f'exec "$@" 3<&{read_there} 4>&{write_there}'
        self.process = subprocess.Popen(
            ["bash", "-c", line, "bash", program, *flags], pass_fds=(read_there, write_there),
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=open(f"{self.folder}/errors", "wb"))
        os.close(read_there)
        os.close(write_there)
        self.commands = os.fdopen(write_here, "wb", buffering=0)
        self.answers = os.fdopen(read_here, "rb")
        self.number = 0
        self.waiting = {}
        self.events = queue.Queue()
        self.faults = []
        threading.Thread(target=self._read, daemon=True).start()
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            self.send(f"{domain}.enable")

    session = None

    def close(self):
        self.process.kill()
        self.process.wait()
        # Its children may still write for a moment.
        shutil.rmtree(self.folder, ignore_errors=True)

    def send(self, method, **parameters):
        self.number += 1
        answer = self.waiting[self.number] = queue.Queue()
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        self.commands.write(json.dumps(message).encode() + b"\0")
        try:
            reply = answer.get(timeout=30)
        except queue.Empty:
            raise Fault(f"the browser does not answer {method}") from None
        if "error" in reply:
            raise Fault(f"{method}: {reply['error']['message']}")
        return reply["result"]

    def _read(self):
        rest = b""
        while chunk := self.answers.read1(1 << 16):
            *messages, rest = (rest + chunk).split(b"\0")
            for text in messages:
                message = json.loads(text)
                if "id" in message:
                    self.waiting.pop(message["id"]).put(message)
                else:
                    self._note(message["method"], message["params"])

    def _note(self, method, parameters):
        """Keeps what the console shows as an error; a lost connection is what some scenarios make."""
        if method == "Runtime.exceptionThrown":
            details = parameters["exceptionDetails"]
            self.faults.append(details.get("exception", {}).get("description", details["text"]))
        elif method == "Runtime.consoleAPICalled" and parameters["type"] in ("error", "warning", "assert"):
            self.faults.append(str([part.get("value") for part in parameters["args"]]))
        elif method == "Log.entryAdded" and parameters["entry"]["level"] in ("error", "warning"):
            entry = parameters["entry"]
            self.faults.append(f"{entry['source']}: {entry['text']} {entry.get('url', '')}")

    # What a person does and sees

    def size(self, width, height, is_phone=False):
        self.send(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=is_phone)

    def prefer(self, **features):
        """Media features with hyphens for underscores, e.g. `prefers_color_scheme="dark"`."""
        values = [{"name": name.replace("_", "-"), "value": value} for name, value in features.items()]
        self.send("Emulation.setEmulatedMedia", features=values)

    def open(self, url):
        self.send("Page.navigate", url=url)

    def evaluate(self, expression):
        result = self.send("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in result:
            raise Fault(f"{expression}: {result['exceptionDetails'].get('exception', {}).get('description')}")
        return result["result"].get("value")

    def until(self, expression, within=10.0):
        """Waits until an expression is true and says how many seconds that took."""
        start = time.monotonic()
        while True:
            # While a page is being loaded there may be nothing to ask.
            try:
                if self.evaluate(f"Boolean({expression})"):
                    return time.monotonic() - start
            except Fault:
                if time.monotonic() - start > within:
                    raise
            if time.monotonic() - start > within:
                text = self.evaluate("document.body.innerText.slice(0, 1500)")
                raise Fault(f"after {within} s this is not so: {expression}\n{text}")
            time.sleep(0.02)

    def text(self, selector):
        """What is seen, spaces that don't break included."""
        return self.evaluate(f"document.querySelector({json.dumps(selector)})?.innerText.replaceAll('\\u00a0', ' ') ?? null")

    KEYS = {"Enter": (13, "\r"), "Tab": (9, ""), "Escape": (27, ""), " ": (32, " "), "Delete": (46, "")}

    def press(self, key, shift=False):
        code, text = self.KEYS.get(key, (ord(key.upper()) if len(key) == 1 else 0, key if len(key) == 1 else ""))
        common = {"key": key, "windowsVirtualKeyCode": code, "modifiers": 8 if shift else 0}
        self.send("Input.dispatchKeyEvent", type="keyDown" if text else "rawKeyDown", text=text, **common)
        self.send("Input.dispatchKeyEvent", type="keyUp", **common)

    def type(self, text):
        for letter in text:
            self.press(letter)

    def screenshot(self, path, whole=True):
        image = self.send("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        with open(path, "wb") as file:
            file.write(base64.b64decode(image["data"]))
