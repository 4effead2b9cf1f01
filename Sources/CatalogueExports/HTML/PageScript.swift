/// The page's script: search, keyboard, the graph's highlights and copying. Without it the page shows everything.
enum PageScript {
    static let text = #"""

        "use strict";
        const input = document.getElementById("search");
        const found = document.getElementById("found");
        const none = document.getElementById("none");
        const articles = [...document.querySelectorAll("#events > article")];
        const links = new Map([...document.querySelectorAll("nav li")].map((item) => [item.dataset.name, item]));
        const drawn = new Map();
        for (const part of document.querySelectorAll(".graph [data-event]")) {
          const parts = drawn.get(part.dataset.event) || [];
          parts.push(part);
          drawn.set(part.dataset.event, parts);
        }

        // The texts are read once, when somebody first searches.
        let texts = null;
        const keys = ["service", "team", "stream", "field"];
        function matches(article, text, words) {
          return words.every((word) => {
            const colon = word.indexOf(":");
            const key = word.slice(0, colon);
            if (colon > 0 && keys.includes(key)) {
              const wanted = word.slice(colon + 1);
              const names = (article.dataset[key] || "").split(" ");
              return key === "field" ? names.some((name) => name.includes(wanted)) : names.includes(wanted);
            }
            return text.includes(word);
          });
        }
        let last = "";
        function search(query) {
          const words = query.toLowerCase().split(/\s+/).filter(Boolean);
          if (words.join(" ") === last) return;
          last = words.join(" ");
          if (!texts && words.length) {
            texts = articles.map((article) => (article.textContent + " " + (article.dataset.team || "")).toLowerCase());
          }
          let count = 0;
          articles.forEach((article, index) => {
            const fits = !words.length || matches(article, texts[index], words);
            if (fits) count += 1;
            article.hidden = !fits;
            links.get(article.dataset.name).hidden = !fits;
            for (const part of drawn.get(article.dataset.name) || []) part.classList.toggle("dim", !fits);
          });
          found.textContent = words.length ? count + " of " + articles.length : "";
          none.hidden = count > 0;
        }
        function follow() {
          const hash = location.hash;
          if (hash.startsWith("#q=")) {
            let query = hash.slice(3);
            try { query = decodeURIComponent(query); } catch (error) { /* taken as it stands */ }
            input.value = query;
            search(query);
            if (query) document.getElementById("events").scrollIntoView();
          } else if (hash.length > 1) {
            const place = document.getElementById(hash.slice(1));
            if (place && place.hidden) { input.value = ""; search(""); }
            if (place) place.scrollIntoView();
          }
        }
        input.addEventListener("input", () => search(input.value));
        window.addEventListener("hashchange", follow);
        follow();

        // Keys: / searches, arrows walk through the list, Escape clears.
        document.addEventListener("keydown", (event) => {
          const focused = document.activeElement;
          if (event.key === "/" && focused !== input && !event.ctrlKey && !event.metaKey && !event.altKey) {
            event.preventDefault();
            input.focus();
            input.select();
          } else if (event.key === "Escape" && focused === input) {
            input.value = "";
            search("");
          } else if (focused === input || focused.closest("nav")) {
            const shown = [...document.querySelectorAll("nav li:not([hidden]) a")];
            const index = shown.indexOf(focused);
            if (event.key === "ArrowDown" && shown[index + 1]) {
              event.preventDefault();
              shown[index + 1].focus();
            } else if (event.key === "ArrowUp" && index >= 0) {
              event.preventDefault();
              (shown[index - 1] || input).focus();
            } else if (event.key === "Enter" && focused === input && shown[0]) {
              location.hash = shown[0].getAttribute("href");
            }
          }
        });

        // A node of the graph shows its edges while it is pointed at or focused.
        function mark(node, isOn) {
          for (const edge of document.querySelectorAll(".edges path")) {
            if (edge.dataset.from === node || edge.dataset.to === node) edge.classList.toggle("on", isOn);
          }
        }
        for (const node of document.querySelectorAll(".graph .node")) {
          for (const kind of ["pointerenter", "focus"]) node.addEventListener(kind, () => mark(node.dataset.node, true));
          for (const kind of ["pointerleave", "blur"]) node.addEventListener(kind, () => mark(node.dataset.node, false));
        }

        // A page from disk may not be allowed to use the clipboard by itself; then the text is selected and copied.
        async function copy(button) {
          const pre = button.parentElement.querySelector("pre");
          try {
            await navigator.clipboard.writeText(pre.textContent);
          } catch (error) {
            const range = document.createRange();
            range.selectNodeContents(pre);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
            if (!document.execCommand("copy")) return;
          }
          button.textContent = "Copied";
          setTimeout(() => { button.textContent = "Copy"; }, 1500);
        }
        for (const button of document.querySelectorAll(".copy")) {
          button.hidden = false;
          button.addEventListener("click", () => copy(button));
        }
        window.addEventListener("beforeprint", () => {
          for (const details of document.querySelectorAll("details")) details.open = true;
        });

        """#
}
