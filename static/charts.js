// Draws figures with plotly in the page's own colours, and again when the reader's system turns light or dark.
//
//   <figure class="chart">
//     <div class="chart__plot" data-chart="running" role="img" aria-label="the finding in words"></div>
//     <figcaption>...</figcaption>
//   </figure>
//   {{ figure|json_script:"running" }}
//
// The JSON is {data, layout, config}; a colour is written "token:--chart-actual". A refresh of the page swaps the JSON
// and leaves the plot: the same <div> is drawn into again, because each swapped plot would leak its nodes and listeners.
// Below 768 px the figure's "narrow" layout, where it brings one, is laid over the other.
(() => {
  "use strict";

  const PRIVATE = { showSendToCloud: false, plotlyServerURL: "", displaylogo: false, displayModeBar: false, responsive: true };
  const narrow = matchMedia("(max-width: 48rem)");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const ruler = document.createElement("span");
  ruler.hidden = true;
  const drawn = new WeakMap();

  // light-dark() stays unresolved in a custom property; as the colour of an element it is computed.
  function colour(token) {
    if (!ruler.isConnected) document.body.append(ruler);
    ruler.style.color = "var(" + token + ")";
    return getComputedStyle(ruler).color;
  }

  function resolve(value) {
    if (typeof value === "string") return value.startsWith("token:") ? colour(value.slice(6)) : value;
    if (Array.isArray(value)) return value.map(resolve);
    if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, resolve(part)]));
    return value;
  }

  function merge(base, over) {
    if (!over || typeof over !== "object" || Array.isArray(over)) return over === undefined ? base : over;
    const merged = { ...(base && typeof base === "object" && !Array.isArray(base) ? base : {}) };
    for (const [key, part] of Object.entries(over)) merged[key] = merge(merged[key], part);
    return merged;
  }

  function draw(plot) {
    const source = document.getElementById(plot.dataset.chart);
    if (!source) return;
    const key = [source.textContent, colour("--ink"), narrow.matches].join("\n");
    if (drawn.get(plot) === key) return; // nothing about it changed
    drawn.set(plot, key);
    const figure = JSON.parse(source.textContent);
    const layout = narrow.matches && figure.narrow ? merge(figure.layout, figure.narrow) : figure.layout;
    const font = { family: getComputedStyle(document.body).fontFamily, size: 12, color: colour("--ink-3") };
    const ground = { paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)", font, autosize: true };
    Plotly.react(plot, resolve(figure.data), merge(ground, resolve(layout)), { ...figure.config, ...PRIVATE }).then(() => {
      plot.dataset.drawn = "true";
      widths.observe(plot);
    });
  }

  const drawAll = (root) => root.querySelectorAll("[data-chart]").forEach(draw);
  // plotly hears the window alone; a card also changes its width when something beside it does.
  const widths = new ResizeObserver((entries) => {
    for (const { target, contentRect } of entries) {
      if (target.dataset.drawn && Math.abs(contentRect.width - (target.querySelector(".main-svg")?.clientWidth ?? 0)) > 1) Plotly.Plots.resize(target);
    }
  });

  drawAll(document); // the script is deferred: the page stands
  for (const query of [dark, narrow]) query.addEventListener("change", () => drawAll(document));
  const root = document.documentElement; // paper is light, whatever the screen is
  addEventListener("beforeprint", () => {
    root.classList.add("light");
    drawAll(document);
  });
  addEventListener("afterprint", () => {
    root.classList.remove("light");
    drawAll(document);
  });
  document.addEventListener("htmx:afterSettle", () => drawAll(document));
  document.addEventListener("htmx:beforeCleanupElement", (event) => {
    if (event.target.matches?.(".js-plotly-plot")) Plotly.purge(event.target);
  });
})();
