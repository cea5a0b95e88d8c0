// Draws the charts of a page: one Vega-Lite spec per <script type="application/json">, in the colours of the theme.
// `ast: true` reads expressions with an interpreter, so that the page needs no eval.
(() => {
  "use strict";
  const zh = document.documentElement.lang.startsWith("zh");
  const MONTHS = ["1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月", "9月", "10月", "11月", "12月"];
  const DAYS = ["日", "一", "二", "三", "四", "五", "六"];
  const CHINESE = {
    dateTime: "%Y年%-m月%-d日 %H:%M", date: "%Y-%m-%d", time: "%H:%M:%S", periods: ["上午", "下午"],
    days: DAYS.map((day) => `星期${day}`), shortDays: DAYS.map((day) => `周${day}`), months: MONTHS, shortMonths: MONTHS,
  };

  function config() {
    const style = getComputedStyle(document.documentElement);
    const token = (name) => style.getPropertyValue(`--${name}`).trim();
    const font = getComputedStyle(document.body).fontFamily;
    const palette = [1, 2, 3, 4, 5, 6].map((number) => token(`chart-${number}`));
    const words = { labelColor: token("ink-2"), titleColor: token("ink-2"), labelFont: font, titleFont: font,
                    labelFontSize: 12, titleFontSize: 12, titleFontWeight: 500 };
    return {
      background: "transparent", font, padding: 4,
      view: { stroke: "transparent" },
      axis: { ...words, domainColor: token("line"), tickColor: token("line"), gridColor: token("line"), gridDash: [2, 3] },
      legend: { ...words, orient: "top", title: null, symbolType: "square" },
      header: words,
      title: { color: token("ink"), font, fontSize: 14, anchor: "start" },
      mark: { color: palette[0] }, text: { color: token("ink"), font },
      rule: { color: token("line-strong") },
      range: { category: palette },
    };
  }

  async function draw(plot) {
    const source = document.getElementById(plot.dataset.chart);
    if (!source || !window.vegaEmbed) return;
    plot.vega?.finalize();
    plot.vega = null;
    const spec = JSON.parse(source.textContent);
    try {
      plot.vega = await window.vegaEmbed(plot, { width: "container", autosize: { type: "fit-x", contains: "padding" }, ...spec }, {
        ast: true, actions: false, defaultStyle: false, renderer: "svg", config: config(),
        tooltip: { disableDefaultStyle: true },
        ...(zh ? { timeFormatLocale: CHINESE } : {}),
      });
    } catch (error) {
      // The table beside the chart holds the same figures.
      plot.closest("figure").querySelector("details").open = true;
      console.error(error);
    }
  }

  const drawAll = (root = document) => root.querySelectorAll("[data-chart]").forEach(draw);
  document.addEventListener("themechange", () => drawAll());
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => drawAll());
  document.addEventListener("htmx:load", (event) => drawAll(event.detail.elt));
  drawAll();
})();
