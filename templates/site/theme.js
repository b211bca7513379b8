// Before anything is painted: the scheme that the reader chose, if any.
(function () {
  "use strict";
  window.qmsdoc = { texts: [] };
  try {
    var chosen = localStorage.getItem("qmsdoc-theme");
    if (chosen === "dark" || chosen === "light") document.documentElement.dataset.theme = chosen;
  } catch (_) { /* storage is off: the system's scheme stands */ }
})();
