// What the pages can do besides being read. Without it they lose nothing.
(() => {
  "use strict";

  // A timeline narrowed to a country, region or topic: ?country=mali in the
  // address, so that the view can be sent to somebody.
  const entries = document.querySelectorAll(".entries > li");
  const filters = document.querySelector(".filters");
  const kinds = { countries: "country", regions: "region", topics: "topic" };
  const target = (a) => {
    const parts = new URL(a.href).pathname.split("/").filter(Boolean);
    return [kinds[parts.at(-2)], decodeURIComponent(parts.at(-1) || "")];
  };
  const narrow = () => {
    const want = new URLSearchParams(location.search);
    const wanted = new Map(); // kind to the words of which an entry has one
    for (const kind of Object.values(kinds)) {
      if (want.get(kind)) wanted.set(kind, [kind[0] + "-" + want.get(kind)]);
    }
    for (const a of filters.querySelectorAll("a")) {
      const [kind, slug] = target(a);
      const current = want.get(kind) === slug;
      if (current) {
        wanted.set(kind, a.dataset.in.split(" "));
        a.setAttribute("aria-current", "true");
      } else a.removeAttribute("aria-current");
    }
    for (const e of entries) {
      const has = (e.dataset.in || "").split(" ");
      e.hidden = ![...wanted.values()].every((words) => words.some((w) => has.includes(w)));
    }
    for (const m of document.querySelectorAll(".month")) {
      m.hidden = !m.querySelector(".entries > li:not([hidden])");
    }
  };
  if (filters && entries.length) {
    filters.addEventListener("click", (event) => {
      const a = event.target.closest("a");
      if (!a || event.metaKey || event.ctrlKey || event.shiftKey) return;
      const [kind, slug] = target(a);
      if (!kind) return;
      event.preventDefault();
      const url = new URL(location.href);
      if (url.searchParams.get(kind) === slug) url.searchParams.delete(kind);
      else url.searchParams.set(kind, slug);
      history.pushState(null, "", url);
      narrow();
    });
    addEventListener("popstate", narrow);
    narrow();
  }

  // The citation on the clipboard.
  const citation = document.getElementById("citation");
  if (citation && navigator.clipboard) {
    const label = document.getElementById("cite").textContent;
    const button = document.createElement("button");
    button.className = "copy";
    button.type = "button";
    button.textContent = "⧉ " + label;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(citation.textContent);
      button.textContent = "✓ " + label;
    });
    citation.after(button);
  }
})();
