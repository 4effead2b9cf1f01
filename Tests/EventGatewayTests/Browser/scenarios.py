"""What the dashboard must do, each tried in a real browser. Usage: scenarios.py SCENARIO PAGE POLICY [SCREENSHOTS]"""

import json
import os
import sys
import time

from browser import Browser, Fault
from gateway import HOSTILE, Gateway, away, degraded, healthy

RED = "document.querySelector('#verdict').dataset.verdict === 'unhealthy'"
# What the console shows where a gateway goes away.
GONE = ["ERR_CONNECTION", "ERR_INCOMPLETE", "ERR_EMPTY", "ERR_SOCKET"]
GREEN = "document.querySelector('#verdict').dataset.verdict === 'healthy'"


def expect(condition, message):
    if not condition:
        raise Fault(message)


def expect_equal(found, wanted, what):
    expect(found == wanted, f"{what}: {found!r}, not {wanted!r}")


def expect_no_faults(browser, but=()):
    faults = [fault for fault in browser.faults if not any(text in fault for text in but)]
    expect(not faults, f"the console shows {faults}")


def open_page(browser, gateway):
    browser.open(gateway.url)
    browser.until("document.querySelectorAll('.stream').length === 2 && document.querySelectorAll('[data-letter]').length === 3")


def shows_everything(browser, gateway):
    open_page(browser, gateway)
    browser.until(GREEN)
    shown = browser.text("main")
    for text in [
        "Events flow", "contract-deployer", "3 pending", "held by serve-1", "hokusai:model_ready_queue", "Redrive",
        "gas estimate 9,120,000", "circuit breaker closed", "fsync every second", "92 % free", "router model_lifecycle/0",
        "nobody holds it up", "120.7K", "model_ready_to_deploy",
    ]:
        expect(text in shown, f"“{text}” is not shown in:\n{shown}")
    expect_equal(browser.evaluate("document.querySelectorAll('.sparkline .line[d^=M]').length"), 4, "sparklines")
    gateway.overview = degraded()
    browser.until("document.querySelector('#verdict').dataset.verdict === 'degraded'")
    shown = browser.text("main")
    for text in [
        "4,812", "3 m 12 s", "nobody reads", "paused", "by ops: “the audit's disk is full”", "it pins retention",
        "worker-1, which is not connected", "dead for 1 m 15 s", "NOPERM XTRIM", "circuit breaker half open",
    ]:
        expect(text in shown, f"“{text}” is not shown in:\n{shown}")
    expect_no_faults(browser)


def turns_red_and_back(browser, gateway):
    open_page(browser, gateway)
    browser.until(GREEN)
    # Redis goes: the gateway still speaks, and says so.
    gateway.overview = away()
    expect(browser.until(RED) < 3, "red took 3 s or more")
    expect("Redis can’t be reached" in browser.text("#verdict"), "the reason is shown")
    gateway.overview = healthy()
    expect(browser.until(GREEN) < 3, "green took 3 s or more")
    # The gateway falls silent, though its connections stand.
    gateway.is_silent = True
    seconds = browser.until(RED)
    expect(3 < seconds < 6, f"silence was noticed after {seconds} s")
    expect("No news from the gateway since" in browser.text("#verdict"), "silence is said")
    expect("disconnected since" in browser.text("#news"), "since when is said")
    gateway.is_silent = False
    expect(browser.until(GREEN) < 3, "green took 3 s or more")
    # The gateway goes, and comes back.
    gateway.stop()
    seconds = browser.until(RED)
    expect(seconds < 3, f"red took {seconds} s")
    gateway.start()
    seconds = browser.until(GREEN)
    expect(seconds < 3, f"green took {seconds} s")
    expect_no_faults(browser, but=GONE)


def redrives_by_keyboard(browser, gateway):
    open_page(browser, gateway)
    browser.press("j")
    browser.press("j")
    browser.press("r")
    browser.until("document.querySelector('#confirm').open")
    dialog = browser.text("#confirm")
    expect("contract-deployer" in dialog and "to no other group" in dialog, f"the effect is said: {dialog}")
    expect_equal(browser.evaluate("document.activeElement.id"), "confirm-reason", "focus")
    # Without a reason nothing happens; Escape leaves everything as it is, and the focus where it was.
    browser.press("Enter")
    browser.until("document.querySelector('#confirm-problem').innerText.includes('A reason is needed')")
    browser.press("Escape")
    browser.until("!document.querySelector('#confirm').open")
    expect_equal(gateway.acts, [], "acts")
    expect("open-letter" in browser.evaluate("document.activeElement.className"), "the focus is back")
    # The focus stays within the dialog.
    browser.press("r")
    browser.until("document.querySelector('#confirm').open")
    for _ in range(8):
        browser.press("Tab")
        inside = browser.evaluate("document.activeElement === document.body || document.querySelector('#confirm').contains(document.activeElement)")
        expect(inside, "the focus left the dialog")
    browser.evaluate("document.querySelector('#confirm-reason').focus()")
    browser.type("the name is mended")
    # A refusal is shown, and what was typed stays.
    gateway.refusal = "the event is no longer in the log"
    browser.press("Enter")
    browser.until("document.querySelector('#confirm-problem').innerText.includes('no longer in the log')")
    gateway.refusal = None
    browser.press("Enter")
    browser.until("!document.querySelector('#confirm').open")
    browser.until("document.querySelectorAll('[data-letter]').length === 2")
    expect_equal(gateway.acts, [("/dead-letters/model_lifecycle/0/2-0/redrive", "the name is mended")], "acts")
    # Selected ones are discarded together.
    browser.press("j")
    browser.press("x")
    browser.press("j")
    browser.press("x")
    browser.evaluate("document.activeElement.blur()")
    browser.press("Delete")
    browser.until("document.querySelector('#confirm').open")
    expect("can’t be taken back" in browser.text("#confirm"), "the effect is said")
    browser.type("tests")
    browser.press("Enter")
    browser.until("document.querySelectorAll('[data-letter]').length === 0")
    expect_equal(
        sorted(gateway.acts[1:]),
        [("/dead-letters/model_lifecycle/0/1-0/discard", "tests"), ("/dead-letters/model_lifecycle/0/3-0/discard", "tests")],
        "acts")
    expect_no_faults(browser, but=["409 (Conflict)"])


def pauses_a_group(browser, gateway):
    open_page(browser, gateway)
    name = "[aria-label=\"Pause group contract-deployer of model_lifecycle\"]"
    browser.evaluate(f"document.querySelector({json.dumps(name)}).focus()")
    browser.press("Enter")
    browser.until("document.querySelector('#confirm').open")
    browser.type("a release")
    browser.press("Enter")
    browser.until("document.querySelector('#streams').innerText.includes('by ops: “a release”')")
    expect_equal(gateway.acts, [("/groups/model_lifecycle/contract-deployer/pause", "a release")], "acts")
    browser.until("document.activeElement.innerText === 'Resume'")
    browser.press("Enter")
    browser.until("document.querySelector('#confirm').open")
    browser.type("done")
    browser.press("Enter")
    browser.until("!document.querySelector('#streams').innerText.includes('paused')")
    name = "[aria-label=\"Redrive the dead messages of hokusai:rewards_queue\"]"
    browser.evaluate(f"document.querySelector({json.dumps(name)}).focus()")
    browser.press("Enter")
    browser.until("document.querySelector('#confirm').open")
    browser.type("again")
    browser.press("Enter")
    browser.until("!document.querySelector('#confirm').open")
    expect_equal(gateway.acts[-1], ("/queues/hokusai:rewards_queue/dead/redrive", "again"), "acts")
    expect_no_faults(browser)


def acts_on_all_that_fit(browser, gateway):
    open_page(browser, gateway)
    browser.press("/")
    browser.until("document.activeElement.getAttribute('aria-label') === 'Text of the error'")
    browser.type("the contract")
    browser.until("document.querySelectorAll('[data-letter]').length === 1")
    browser.evaluate("document.querySelector('[aria-label^=\"Redrive all\"]').focus()")
    browser.press("Enter")
    browser.until("document.querySelector('#confirm').open")
    dialog = browser.text("#confirm")
    expect("1 × model_ready_to_deploy → contract-deployer (attempts exhausted)" in dialog, f"what is meant is said: {dialog}")
    browser.type("mended")
    browser.press("Enter")
    browser.until("document.querySelector('#toasts').innerText.includes('1 dead letter redriven')")
    expect_equal(gateway.acts, [("/dead-letters/redrive", "mended")], "acts")
    expect_equal([letter["id"] for letter in gateway.letters], ["0/2-0", "0/3-0"], "what is left")
    browser.until("document.querySelector('#letters').innerText.includes('No dead letter fits the filter')")
    expect_no_faults(browser)


def markup_is_inert(browser, gateway):
    gateway.events.append({"type": HOSTILE, "subject": HOSTILE, "time": "2026-11-21T22:00:00Z", "data": {"name": HOSTILE}})
    gateway.overview["reasons"] = [HOSTILE]
    gateway.overview["streams"][0]["groups"][0]["name"] = HOSTILE
    gateway.overview["queues"][0]["list"] = HOSTILE
    open_page(browser, gateway)
    for letter in range(3):
        browser.evaluate(f"document.querySelectorAll('.open-letter')[{letter}].click()")
    browser.until("document.querySelector('#letters pre') && document.querySelector('.ticker li')")
    browser.evaluate("document.querySelector('.ticker details').open = true")
    expect(HOSTILE in browser.text("#letters"), "the payload is shown as it is")
    expect(HOSTILE in browser.text("#live"), "the event is shown as it is")
    expect_equal(browser.evaluate("document.querySelectorAll('img').length"), 0, "images")
    expect_equal(browser.evaluate("document.querySelectorAll('script').length"), 1, "scripts")
    expect(browser.evaluate("document.title") != "owned", "the markup ran")
    # Were there a mistake in the page, its policy would still hold.
    blocked = browser.evaluate("""
        (() => { try { document.body.insertAdjacentHTML('beforeend', '<img src=x>'); return false } catch { return true } })()
        """)
    expect(blocked, "the policy lets texts become markup")
    expect_no_faults(browser, but=["TrustedHTML", "Trusted Type"])


def fits_a_phone(browser, gateway):
    browser.size(390, 844, is_phone=True)
    gateway.overview = degraded()
    gateway.overview["queues"][0]["list"] = "hokusai:a_list_with_a_name_that_is_longer_than_any_phone_is_wide_and_has_no_space"
    gateway.events += [
        {"type": "model_registered", "subject": "x" * 200, "time": "2026-11-21T22:00:00Z", "data": {"note": "y" * 500}}] * 3
    open_page(browser, gateway)
    browser.until("document.querySelector('.ticker li')")
    browser.evaluate("document.querySelectorAll('.open-letter').forEach((button) => button.click())")
    browser.until("document.querySelector('#letters pre')")
    width = browser.evaluate("document.documentElement.scrollWidth")
    if width > 390:
        wide = browser.evaluate("""
            [...document.querySelectorAll('body *')].filter((node) => node.getBoundingClientRect().right > 391)
                .map((node) => `${node.tagName} ${node.className} ${node.id}`).slice(0, 12)
            """)
        raise Fault(f"the page is {width} wide: {wide}")
    small = browser.evaluate("""
        [...document.querySelectorAll('button, select, input:not([type=checkbox])')].filter((node) => node.offsetParent)
            .filter((node) => node.getBoundingClientRect().height < 24).map((node) => node.outerHTML)
        """)
    expect_equal(small, [], "what is too small for a finger")
    expect_no_faults(browser)


CONTRASTS = """
(() => {
  const channels = (text) => text.match(/[\\d.]+/g).map(Number);
  const over = (top, ground) => {
    const alpha = top[3] ?? 1;
    return [0, 1, 2].map((index) => top[index] * alpha + ground[index] * (1 - alpha));
  };
  const light = (colour) => {
    const [red, green, blue] = colour.map((value) => {
      const part = value / 255;
      return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const groundOf = (node) => {
    const layers = [];
    for (let at = node; at; at = at.parentElement) layers.push(channels(getComputedStyle(at).backgroundColor));
    return layers.reverse().reduce((ground, layer) => over(layer, ground), [255, 255, 255]);
  };
  const found = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !node.checkVisibility() || node.closest('.unseen, script, style, noscript, [aria-disabled], :disabled')) continue;
    const ground = groundOf(node);
    const [one, two] = [light(over(channels(getComputedStyle(node).color), ground)), light(ground)];
    const contrast = (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
    if (contrast < 4.5) found.push(`${contrast.toFixed(2)} “${texts.currentNode.data.trim().slice(0, 40)}” ${node.tagName}.${node.className}`);
  }
  return [...new Set(found)];
})()
"""


def is_readable(browser, gateway):
    grounds = set()
    for scheme in ("light", "dark"):
        browser.prefer(prefers_color_scheme=scheme)
        gateway.overview = healthy()
        open_page(browser, gateway)
        for overview in (healthy(), degraded(), away()):
            gateway.overview = overview
            browser.until(f"document.querySelector('#verdict').dataset.verdict === '{overview['status']}'")
            expect_equal(browser.evaluate(CONTRASTS), [], f"contrasts below 4.5 : 1 ({scheme}, {overview['status']})")
        browser.evaluate("document.querySelector('[aria-label^=\"Discard model\"]').click()")
        browser.until("document.querySelector('#confirm').open")
        expect_equal(browser.evaluate(CONTRASTS), [], f"contrasts below 4.5 : 1 ({scheme}, dialog)")
        grounds.add(browser.evaluate("getComputedStyle(document.body).backgroundColor"))
    expect_equal(len(grounds), 2, "schemes")
    browser.prefer(prefers_reduced_motion="reduce")
    expect_equal(
        browser.evaluate("getComputedStyle(document.querySelector('.dot')).animationName"), "none", "motion")
    expect_no_faults(browser)


def speaks(browser, gateway):
    """What a screen reader is told: every control has a name, and the verdict is spoken when it changes."""
    open_page(browser, gateway)
    browser.evaluate("document.querySelector('[aria-label^=\"Discard model\"]').click()")
    browser.until("document.querySelector('#confirm').open")
    browser.press("Escape")
    browser.send("Accessibility.enable")
    nodes = browser.send("Accessibility.getFullAXTree")["nodes"]
    wanted = {"button", "checkbox", "textbox", "searchbox", "combobox", "link", "table", "region", "dialog"}
    nameless = [
        node["role"]["value"] for node in nodes
        if not node.get("ignored") and node["role"]["value"] in wanted and not node.get("name", {}).get("value")]
    expect_equal(nameless, [], "controls without a name")
    names = [node["name"]["value"] for node in nodes if not node.get("ignored") and node["role"]["value"] == "button"]
    expect_equal(sorted(set(names)), sorted(names), "buttons of the same name")
    gateway.overview = away()
    browser.until("document.querySelector('#spoken').textContent.startsWith('unhealthy:')")
    expect("Redis can’t be reached" in browser.evaluate("document.querySelector('#spoken').textContent"), "the reason is spoken")


def wants_a_token(browser, gateway):
    gateway.token = "right"
    browser.open(gateway.url)
    browser.until("document.querySelector('#sign-in').open && document.activeElement.id === 'token'")
    browser.type("wrong")
    browser.press("Enter")
    browser.until("document.querySelector('#sign-in-problem').innerText !== ''")
    expect("wrong" not in browser.evaluate("document.body.innerText"), "the token is shown")
    browser.type("right")
    browser.press("Enter")
    browser.until(GREEN)
    browser.until("document.querySelectorAll('[data-letter]').length === 3")
    browser.until("document.querySelector('#caller').innerText === 'ops'")
    expect_equal(browser.evaluate("document.cookie"), "", "what scripts can read of the session")
    expect("right" not in browser.evaluate("JSON.stringify(localStorage) + JSON.stringify(sessionStorage)"), "the token is stored")
    # A session that ends while the page is open is asked for again, and goes on where it was.
    gateway.stop()
    gateway.token = "another"
    gateway.start()
    browser.until("document.querySelector('#sign-in').open")
    expect_equal(browser.text("#news"), "signed out", "what is said")
    browser.type("another")
    browser.press("Enter")
    browser.until("!document.querySelector('#sign-in').open")
    browser.until("document.body.dataset.state === 'live'")
    # So is one that ends while the streams still stand.
    gateway.token = "third"
    browser.press("/")
    browser.type("name")
    browser.until("document.querySelector('#sign-in').open")
    browser.until("document.activeElement.id === 'token'")
    browser.type("third")
    browser.press("Enter")
    browser.until("!document.querySelector('#sign-in').open")
    browser.until("document.querySelectorAll('[data-letter]').length === 1")
    browser.evaluate("document.querySelector('#sign-out').click()")
    browser.until("document.querySelector('#sign-in').open")
    expect_no_faults(browser, but=["401 (Unauthorized)", *GONE])


def readers_only_read(browser, gateway):
    gateway.roles = ["read"]
    open_page(browser, gateway)
    browser.until("document.querySelector('button.acts').getAttribute('aria-disabled') === 'true'")
    buttons = browser.evaluate("document.querySelectorAll('button.acts').length")
    disabled = browser.evaluate(
        "document.querySelectorAll('button.acts[aria-disabled=true][title*=operate]').length")
    expect_equal(disabled, buttons, "buttons that are disabled and say why")
    browser.evaluate("document.querySelector('[aria-label^=\"Discard model\"]').click()")
    browser.press("j")
    browser.press("r")
    expect(not browser.evaluate("document.querySelector('#confirm').open"), "a reader is asked for a reason")
    browser.until("document.querySelector('.toast').innerText.includes('operate')")
    expect_equal(gateway.acts, [], "acts")
    expect_no_faults(browser)


def follows_events(browser, gateway):
    open_page(browser, gateway)
    for number in range(300):
        gateway.events.append({
            "type": "model_registered", "subject": f"model-{number}", "time": "2026-11-21T22:00:00Z", "data": {"n": number}})
    browser.until("document.querySelector('.ticker li')?.innerText.includes('model-299')")
    expect_equal(browser.evaluate("document.querySelectorAll('.ticker li').length"), 50, "events shown")
    browser.press("p")
    gateway.events.append({"type": "model_registered", "subject": "late", "time": "2026-11-21T22:00:00Z", "data": {}})
    browser.until("document.querySelector('#live-state').innerText === 'paused; 1 event since'")
    expect("late" not in browser.text(".ticker"), "a paused list goes on")
    browser.press("?", shift=True)
    browser.until("document.querySelector('#shortcuts').open")
    expect("Redrive the dead letter in focus" in browser.text("#shortcuts"), "the shortcuts are listed")
    browser.evaluate("document.querySelector('#shortcuts-on').click()")
    browser.press("Escape")
    browser.until("!document.querySelector('#shortcuts').open")
    browser.evaluate("document.activeElement.blur()")
    browser.press("?", shift=True)
    expect(not browser.evaluate("document.querySelector('#shortcuts').open"), "keys that are switched off act")
    expect_no_faults(browser)


SCENARIOS = [
    shows_everything, turns_red_and_back, redrives_by_keyboard, acts_on_all_that_fit, pauses_a_group, markup_is_inert,
    fits_a_phone, is_readable, speaks, wants_a_token, readers_only_read, follows_events,
]


def screenshots(browser, gateway, folder):
    """What a person should look at."""
    gateway.events += [
        {"type": name, "subject": f"model-{number}", "time": f"2026-11-21T22:00:{number:02}Z", "data": {"model_id": f"model-{number}", "token_symbol": "msg-ai", "contributor_address": "***"}}
        for number, name in enumerate(["model_registered", "model_ready_to_deploy", "contribution_credited"] * 4)]
    for scheme in ("light", "dark"):
        browser.prefer(prefers_color_scheme=scheme)
        for width, height in ((1440, 900), (390, 844)):
            browser.size(width, height, is_phone=width < 500)
            for name, overview in (("healthy", healthy()), ("degraded", degraded()), ("away", away())):
                gateway.overview = healthy()
                open_page(browser, gateway)
                browser.until("document.querySelectorAll('.ticker li').length === 12")
                gateway.overview = overview
                browser.until(f"document.querySelector('#verdict').dataset.verdict === '{overview['status']}'")
                if name == "degraded":
                    browser.evaluate("document.querySelector('.open-letter').click()")
                    browser.until("document.querySelector('#letters pre')")
                browser.screenshot(f"{folder}/{name}-{scheme}-{width}.png")
            browser.evaluate("document.querySelector('[aria-label^=\"Discard model\"]').click()")
            browser.until("document.querySelector('#confirm').open")
            browser.screenshot(f"{folder}/confirm-{scheme}-{width}.png", whole=False)
            browser.press("Escape")
            browser.until("!document.querySelector('#confirm').open")
            browser.press("?", shift=True)
            browser.until("document.querySelector('#shortcuts').open")
            browser.screenshot(f"{folder}/shortcuts-{scheme}-{width}.png", whole=False)
    browser.size(1440, 900)
    gateway.overview = degraded()
    open_page(browser, gateway)
    gateway.is_silent = True
    browser.until(RED)
    browser.screenshot(f"{folder}/silent-dark-1440.png")
    gateway.is_silent = False
    gateway.token = "right"
    browser.open("about:blank")
    browser.open(gateway.url)
    browser.until("document.querySelector('#sign-in').open")
    browser.screenshot(f"{folder}/sign-in-dark-1440.png", whole=False)


def main():
    name, page, policy = sys.argv[1:4]
    with open(page, "rb") as file, open(policy, encoding="utf-8") as text:
        gateway = Gateway(file.read(), text.read())
    browser = Browser()
    try:
        browser.size(1440, 900)
        if name == "screenshots":
            screenshots(browser, gateway, sys.argv[4])
        else:
            next(scenario for scenario in SCENARIOS if scenario.__name__ == name)(browser, gateway)
    except Fault as fault:
        print(fault)
        print("console:", browser.faults)
        sys.exit(1)
    finally:
        browser.close()


if __name__ == "__main__":
    main()
