// The preview's part of a page: it takes what has changed into the page in
// place, shows what is wrong, and says what was understood. It is never
// published.
(() => {
  "use strict";
  const own = "/_preview/";
  let id = document.currentScript.dataset.state; // of the state that the page is of

  const element = (tag, text, className) => {
    const e = document.createElement(tag);
    if (text) e.textContent = text;
    if (className) e.className = className;
    return e;
  };

  // What is wrong, in a strip that goes away when it is mended.
  const problems = async () => {
    const answer = await fetch(own + "state.json");
    document.querySelector(".preview-strip")?.remove();
    if (!answer.ok) return; // it is being worked on, elsewhere
    const state = await answer.json();
    if (!state.problems.length) return;
    const strip = element("aside", "", "preview-strip");
    strip.setAttribute("role", "status");
    strip.append(element("b", state.problems.length === 1 ? "1 problem; this is the last good page" : state.problems.length + " problems; this is the last good page"));
    const list = element("ul");
    for (const p of state.problems) {
      const item = element("li");
      if (p.place) item.append(element("b", p.place + ": "));
      item.append(p.message);
      if (p.excerpt) item.append(element("code", p.excerpt));
      if (p.hint) item.append(element("i", p.hint));
      list.append(item);
    }
    strip.append(list);
    document.body.append(strip);
  };


  // The page as it is now: its text morphs in place, so that scroll, focus and
  // what was opened stay; new style sheets are swapped; new scripts need a
  // reload.
  const refresh = async () => {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok && answer.status !== 404 && answer.status !== 503) return;
    const next = new DOMParser().parseFromString(await answer.text(), "text/html");
    const styles = (doc) => [...doc.querySelectorAll("head link[rel=stylesheet]")].filter((l) => !l.getAttribute("href").startsWith(own));
    const scripts = (doc) => [...doc.querySelectorAll("head script[src]")].map((s) => s.getAttribute("src")).join();
    if (scripts(document) !== scripts(next)) return location.reload();
    const before = styles(document), after = styles(next);
    after.forEach((l, i) => {
      const href = l.getAttribute("href");
      if (before[i]?.getAttribute("href") === href) return;
      const fresh = l.cloneNode();
      if (before[i]) {
        fresh.addEventListener("load", () => before[i].remove());
        before[i].after(fresh);
      } else document.head.append(fresh);
    });
    document.title = next.title;
    document.documentElement.lang = next.documentElement.lang;
    document.documentElement.dir = next.documentElement.dir;
    const touched = new Set();
    const note = (node) => {
      if (node.nodeType === 3 && !node.data.trim()) return; // between blocks
      const e = node.nodeType === 1 ? node : node.parentElement;
      const block = e?.closest("p, li, h1, h2, h3, h4, figure, blockquote, table, aside, article");
      if (block) touched.add(block);
    };
    const watcher = new MutationObserver((records) => {
      for (const r of records) {
        if (r.type === "characterData") note(r.target);
        for (const n of r.addedNodes) note(n);
      }
    });
    const main = document.querySelector("main");
    watcher.observe(main, { childList: true, characterData: true, subtree: true });
    const options = { morphStyle: "outerHTML", ignoreActiveValue: true, callbacks: { beforeAttributeUpdated: (name, node) => !(name === "open" && node.tagName === "DETAILS") } };
    Idiomorph.morph(main, next.querySelector("main"), options);
    for (const sel of [".masthead", ".colophon", ".translations"]) {
      const a = document.querySelector(sel), b = next.querySelector(sel);
      if (a && b) Idiomorph.morph(a, b, options);
      else if (a && !b) a.remove();
      else if (!a && b) document.querySelector("main").before(b);
    }
    await Promise.resolve();
    for (const r of watcher.takeRecords()) {
      if (r.type === "characterData") note(r.target);
      for (const n of r.addedNodes) note(n);
    }
    watcher.disconnect();
    const changed = [...touched].filter((e) => e.isConnected);
    for (const e of changed) {
      e.classList.add("preview-fresh");
      setTimeout(() => e.classList.remove("preview-fresh"), 1700);
    }
    const inSight = (e) => {
      const box = e.getBoundingClientRect();
      return box.bottom >= 0 && box.top <= innerHeight;
    };
    if (!changed.some(inSight)) changed[0]?.scrollIntoView({ block: "center" });
    if (document.querySelector(".preview-panel")) await panel(true);
  };

  // What was understood of this briefing: the key p, outside of fields.
  const panel = async (again) => {
    const open = document.querySelector(".preview-panel");
    open?.remove();
    if (open && !again) return;
    const answer = await fetch(own + "panel.json?path=" + encodeURIComponent(decodeURIComponent(location.pathname)));
    if (!answer.ok) return;
    const p = await answer.json();
    const aside = element("aside", "", "preview-panel");
    aside.setAttribute("aria-label", "What was understood");
    if (!p) aside.append(element("p", "This page is made of others; open a briefing to see what was understood of it."));
    else {
      aside.append(element("p", p.source), element("p", p.words + " words, " + p.minutes + (p.minutes === 1 ? " minute" : " minutes")));
      const told = (n) => n.place.replace(p.source + ":", "line ") + ": " + n.message;
      for (const [title, items] of [
        [p.inferred ? "About, as inferred" : "About, as declared", p.countries], ["Countries named", p.mentions],
        ["Dates", p.dates], ["Events", p.events], ["Events missed or doubtful", p.missed.map(told)],
        ["Citations without source", p.citations.map(told)], ["Links and pictures that do not resolve", p.broken.map(told)],
        ["Other notices", p.notices.map(told)], ["Also appears under", p.lists],
      ]) {
        aside.append(element("h2", title));
        const list = element("ul");
        for (const i of items) list.append(element("li", i));
        if (!items.length) list.append(element("li", "none"));
        aside.append(list);
      }
    }
    document.body.append(aside);
  };
  addEventListener("keydown", (event) => {
    if (event.key !== "p" || event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
    panel(false);
  });

  // One piece of news is carried out after the other, and only the newest: the
  // id tells whether the page is that of another state.
  let newest = null, shown = null, busy = false;
  const follow = async () => {
    if (busy) return;
    busy = true;
    while (newest !== shown) {
      shown = newest;
      try {
        if (shown !== id) await refresh();
        await problems();
        document.documentElement.dataset.preview = id = shown;
      } catch {
        shown = null; // the preview may have ended
        setTimeout(follow, 1000);
        break;
      }
    }
    busy = false;
  };

  // Browsers keep few connections to one address, so that only pages that are
  // seen hold one. The others catch up when they are looked at.
  let stream = null;
  const connect = () => {
    if (document.hidden) {
      stream?.close();
      stream = null;
    } else if (!stream) {
      stream = new EventSource(own + "events");
      stream.onmessage = (event) => {
        newest = JSON.parse(event.data).id;
        follow();
      };
    }
  };
  document.addEventListener("visibilitychange", connect);
  connect();

  // The token of the address is in a cookie by now, and need not be seen.
  const here = new URL(location.href);
  if (here.searchParams.has("token")) {
    here.searchParams.delete("token");
    history.replaceState(history.state, "", here);
  }
})();
