// What the pages can do beyond being read: search, filter, dates that have passed, the colour scheme.
// Nothing here is needed to reach anything. Texts reach the page as text nodes only.
(function () {
  "use strict";
  var site = window.qmsdoc || (window.qmsdoc = { texts: [] });
  var here = document.currentScript ? document.currentScript.src : "assets/site.js";
  var assets = here.slice(0, here.lastIndexOf("/") + 1);
  var MOST = 20, AROUND = 36;

  function one(selector, inside) { return (inside || document).querySelector(selector); }
  function all(selector, inside) { return Array.from((inside || document).querySelectorAll(selector)); }
  function make(tag, name, text) {
    var element = document.createElement(tag);
    if (name) element.className = name;
    if (text) element.textContent = text;
    return element;
  }
  function fold(text) { return text.normalize("NFKC").toLowerCase(); }
  // The same, with every character in its place: for finding again what is shown.
  function aligned(text) {
    return text.split("").map(function (letter) { var folded = fold(letter); return folded.length === 1 ? folded : letter; }).join("");
  }

  // A script is the only thing that a page opened from a folder may load.
  var loading = {};
  function load(name) {
    if (!loading[name]) {
      loading[name] = new Promise(function (done, failed) {
        var script = make("script");
        script.src = assets + name;
        script.onload = done;
        script.onerror = function () { delete loading[name]; failed(new Error(name)); };
        document.head.append(script);
      });
    }
    return loading[name];
  }

  /* Search */

  var WORDS = /[a-z0-9]+/g, RUNS = /[\p{L}\p{N}]+/gu, LATIN = /[a-z0-9]+/;
  var prepared = null;

  function prepare() {
    var index = site.index;
    prepared = index.documents.map(function (entry, place) {
      return {
        place: place, number: fold(entry[0]), bare: fold(entry[0]).replace(/[^a-z0-9]/g, ""), title: fold(entry[1]),
        heads: entry[4].map(function (head) { return [head[0], fold(head[1]), head[1]]; })
      };
    });
    index.keys = Object.keys(index.terms);
    index.places = {};
  }

  function placesOf(term) {
    var index = site.index;
    if (!Object.prototype.hasOwnProperty.call(index.terms, term)) return [];
    if (!index.places[term]) {
      var at = 0;
      index.places[term] = index.terms[term].split(".").map(function (step) { return at += parseInt(step, 36); });
    }
    return index.places[term];
  }

  // The documents whose texts hold a word, with the share of its parts that they hold.
  function inTexts(word) {
    var parts = [], found = new Map();
    (word.match(RUNS) || []).forEach(function (run) {
      run.split(/([a-z0-9]+)/).forEach(function (piece) {
        if (!piece) return;
        if (LATIN.test(piece)) { parts.push(site.index.keys.filter(function (key) { return key.startsWith(piece); })); return; }
        var letters = Array.from(piece);
        if (letters.length === 1) {
          parts.push(site.index.keys.filter(function (key) { return key.includes(piece); }));
        }
        for (var i = 0; i + 1 < letters.length; i++) parts.push([letters[i] + letters[i + 1]]);
      });
    });
    parts.forEach(function (keys) {
      var seen = new Set();
      keys.forEach(function (key) { placesOf(key).forEach(function (place) { seen.add(place); }); });
      seen.forEach(function (place) { found.set(place, (found.get(place) || 0) + 1 / parts.length); });
    });
    var least = parts.length > 3 ? 0.6 : 0.999;
    found.forEach(function (share, place) { if (share < least) found.delete(place); });
    return found;
  }

  // Number before title before heading before text.
  function weigh(entry, word, texts) {
    var bare = word.replace(/[^a-z0-9]/g, ""), score = 0, head = null;
    if (bare && /^[a-z0-9\s./-]+$/.test(word) && entry.bare) {
      if (entry.bare === bare) score += 4000;
      else if (entry.bare.startsWith(bare)) score += 2000;
      else if (bare.length > 1 && entry.bare.includes(bare)) score += 1000;
    }
    if (entry.title.includes(word)) score += 400 + (entry.title.startsWith(word) ? 60 : 0) + Math.round(40 * word.length / entry.title.length);
    for (var i = 0; i < entry.heads.length && !head; i++) if (entry.heads[i][1].includes(word)) head = entry.heads[i];
    if (head) score += 100;
    if (texts.has(entry.place)) score += 20 * texts.get(entry.place);
    return { score: score, head: head };
  }

  function search(query) {
    var words = fold(query).split(/[\s,，、。；;：:]+/).filter(Boolean).slice(0, 8);
    if (!prepared) prepare();
    var texts = words.map(inTexts), every = [], some = [];
    prepared.forEach(function (entry) {
      var score = 0, hit = 0, head = null;
      words.forEach(function (word, at) {
        var weight = weigh(entry, word, texts[at]);
        if (weight.score > 0) { hit++; score += weight.score; head = head || weight.head; }
      });
      if (hit) (hit === words.length ? every : some).push({ place: entry.place, score: score, head: head });
    });
    var results = every.length ? every : some;
    results.sort(function (a, b) { return b.score - a.score || a.place - b.place; });
    return { words: words, results: results };
  }
  site.search = function (query) {
    return load("search.js").then(function () {
      return search(query).results.map(function (result) { return site.index.documents[result.place][0]; });
    });
  };

  // The first place in the texts of a document that holds one of the words, the longest first.
  function passage(place, words) {
    var share = site.index.share, texts = site.texts[Math.floor(place / share)];
    if (!texts) return null;
    var sections = texts[place % share], longest = words.slice().sort(function (a, b) { return b.length - a.length; });
    for (var w = 0; w < longest.length; w++) {
      for (var s = 0; s < sections.length; s++) {
        var text = sections[s][1].replace(/\s+/g, " "), at = aligned(text).indexOf(longest[w]);
        if (at >= 0) {
          var start = Math.max(at - AROUND, 0), end = Math.min(at + longest[w].length + AROUND + 14, text.length);
          return { anchor: sections[s][0], text: (start ? "…" : "") + text.slice(start, end) + (end < text.length ? "…" : "") };
        }
      }
    }
    return null;
  }

  // *text* in *element*, every word marked.
  function marked(element, text, words) {
    var folded = aligned(text), at = 0;
    while (at < text.length) {
      var next = -1, length = 0;
      words.forEach(function (word) {
        var found = folded.indexOf(word, at);
        if (found >= 0 && (next < 0 || found < next || (found === next && word.length > length))) { next = found; length = word.length; }
      });
      if (next < 0) break;
      element.append(text.slice(at, next));
      element.append(make("mark", "", text.slice(next, next + length)));
      at = next + length;
    }
    element.append(text.slice(at));
    return element;
  }

  function finder(box) {
    var input = one("input", box), panel = one(".found", box), said = one(".said", box), list = one("ul", box);
    var active = -1, asked = 0, hero = one(".hero-find");
    if (hero) hero.append(box);
    box.hidden = false;

    function open(yes) { panel.hidden = !yes; input.setAttribute("aria-expanded", String(yes)); if (!yes) choose(-1); }
    function choose(place) {
      var options = all("[role=option]", list);
      active = options.length ? (place < -1 ? options.length - 1 : place >= options.length ? 0 : place) : -1;
      options.forEach(function (option, at) { option.setAttribute("aria-selected", String(at === active)); });
      if (active >= 0) { input.setAttribute("aria-activedescendant", options[active].id); options[active].scrollIntoView({ block: "nearest" }); }
      else input.removeAttribute("aria-activedescendant");
    }
    function go(option, apart) { if (apart) window.open(option.dataset.href); else { open(false); location.href = option.dataset.href; } }

    function show(answer) {
      list.replaceChildren.apply(list, answer.results.slice(0, MOST).map(function (result, at) {
        var entry = site.index.documents[result.place], option = make("li");
        var found = passage(result.place, answer.words), anchor = found ? found.anchor : result.head ? result.head[0] : "";
        option.id = "page.result." + at;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.dataset.href = entry[2] + (anchor ? "#" + encodeURIComponent(anchor) : "");
        var line = make("p", "hit");
        line.append(marked(make("span", "code"), entry[0], answer.words), " ", marked(make("b"), entry[1], answer.words), " ", make("small", "", entry[3]));
        option.append(line);
        var heading = anchor && entry[4].find(function (head) { return head[0] === anchor; });
        if (heading) option.append(marked(make("p", "in"), heading[1], answer.words));
        if (found) option.append(marked(make("p", "text"), found.text, answer.words));
        return option;
      }));
      said.textContent = answer.results.length ? box.dataset.count.replace("{count}", answer.results.length) : box.dataset.none;
      choose(-1);
      open(true);
    }

    function ask() {
      var query = input.value.trim(), mine = ++asked;
      if (!query) { list.replaceChildren(); open(false); return; }
      if (!site.index) { said.textContent = box.dataset.wait; list.replaceChildren(); open(true); }
      load("search.js").then(function () {
        if (mine !== asked) return;
        var answer = search(query);
        show(answer);
        var parts = new Set(answer.results.slice(0, MOST).map(function (result) { return Math.floor(result.place / site.index.share); }));
        var missing = Array.from(parts).filter(function (part) { return !site.texts[part]; });
        if (missing.length) Promise.all(missing.map(function (part) { return load("search-" + part + ".js"); })).then(function () { if (mine === asked) show(answer); }, function () {});
      }, function () { said.textContent = box.dataset.failed; open(true); });
    }

    input.addEventListener("input", ask);
    input.addEventListener("focus", function () { load("search.js").catch(function () {}); if (input.value.trim()) ask(); });
    input.addEventListener("keydown", function (event) {
      if (event.isComposing) return;
      if (event.key === "ArrowDown") { event.preventDefault(); choose(active + 1); }
      else if (event.key === "ArrowUp") { event.preventDefault(); choose(active <= 0 ? -2 : active - 1); }
      else if (event.key === "Enter") { var chosen = all("[role=option]", list)[Math.max(active, 0)]; if (chosen && !panel.hidden) { event.preventDefault(); go(chosen, event.ctrlKey || event.metaKey); } }
      else if (event.key === "Escape") { event.preventDefault(); if (panel.hidden) { input.value = ""; input.blur(); } else open(false); }
    });
    list.addEventListener("click", function (event) { var option = event.target.closest("[role=option]"); if (option) go(option, event.ctrlKey || event.metaKey); });
    document.addEventListener("click", function (event) { if (!box.contains(event.target)) open(false); });
    document.addEventListener("keydown", function (event) {
      var typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName || "");
      if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) { event.preventDefault(); input.focus(); input.select(); }
    });
  }

  /* Filters of lists */

  function sieve(line) {
    var input = one("input", line), said = one("[role=status]", line);
    line.hidden = false;
    input.addEventListener("input", function () {
      var words = fold(input.value).split(/\s+/).filter(Boolean), shown = 0;
      all(".sieved").forEach(function (part) {
        var left = 0;
        all("tbody", part).forEach(function (body) {
          var rows = all("tr:not(.group)", body), here = 0;
          rows.forEach(function (row) {
            var text = fold(row.textContent);
            row.hidden = !words.every(function (word) { return text.includes(word); });
            if (!row.hidden) here++;
          });
          all("tr.group", body).forEach(function (row) { row.hidden = !here; });
          left += here;
        });
        if (part.tagName === "SECTION") part.hidden = !left;
        shown += left;
      });
      said.textContent = words.length ? said.dataset.count.replace("{count}", shown) : "";
    });
  }

  /* Days that have passed, by the clock of the reader */

  function due(element) {
    var day = element.dateTime.split("-"), now = new Date();
    var days = Math.round((Date.UTC(day[0], day[1] - 1, day[2]) - Date.UTC(now.getFullYear(), now.getMonth(), now.getDate())) / 864e5);
    if (days > 60) return;
    var said = days < 0 ? element.dataset.past : days ? element.dataset.soon : element.dataset.today;
    element.classList.add(days < 0 ? "past" : "soon");
    element.append(make("span", "when", said.replace("{days}", Math.abs(days))));
  }

  function theme(button) {
    var root = document.documentElement, system = window.matchMedia("(prefers-color-scheme: dark)");
    function dark() { return root.dataset.theme ? root.dataset.theme === "dark" : system.matches; }
    function tell() { button.setAttribute("aria-pressed", String(dark())); }
    button.hidden = false;
    button.addEventListener("click", function () {
      root.dataset.theme = dark() ? "light" : "dark";
      try { localStorage.setItem("qmsdoc-theme", root.dataset.theme); } catch (_) { /* it holds for this page */ }
      tell();
    });
    tell();
  }

  // Which section is being read.
  function contents(toc) {
    if (window.matchMedia("(max-width: 60rem)").matches) one("details", toc).open = false;
    var links = new Map();
    all("a", toc).forEach(function (link) {
      var target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (target) links.set(target, link);
    });
    var watch = new IntersectionObserver(function (entries) {
      entries.forEach(function (entry) {
        if (!entry.isIntersecting) return;
        all("[aria-current]", toc).forEach(function (link) { link.removeAttribute("aria-current"); });
        links.get(entry.target).setAttribute("aria-current", "location");
      });
    }, { rootMargin: "-10% 0px -75% 0px" });
    links.forEach(function (_, target) { watch.observe(target); });
  }

  all(".finder").forEach(finder);
  all(".sieve").forEach(sieve);
  all("time.due").forEach(due);
  all("button.theme").forEach(theme);
  all("button.print").forEach(function (button) { button.hidden = false; button.addEventListener("click", function () { window.print(); }); });
  all(".toc").forEach(contents);
})();
