// Draws the charts from the data that stand in the page; without it the tables say the same.
"use strict";
(() => {
  const INK = "#34495f", LINE = "#e4ddcd", PALE = "#c9d6e0", TONES = ["#1b5e88", "#b0752a", "#7b8794", "#4f8a6d"];
  const FONT = '"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif';
  const base = () => ({
    textStyle: { fontFamily: FONT, color: INK },
    animationDuration: 300,
    aria: { enabled: false },
    tooltip: { trigger: "axis", renderMode: "richText", confine: true, backgroundColor: "#fffdf8", borderColor: "#cfc6b2", textStyle: { color: "#13263c", fontSize: 12 }, axisPointer: { type: "line", lineStyle: { color: "#8d8678" } } },
  });
  const axisStyle = { axisLine: { lineStyle: { color: "#cfc6b2" } }, axisTick: { show: false }, axisLabel: { color: "#5b6b7e", fontSize: 11 } };
  const fixed = (v, d) => (v === null || v === undefined || v === "-" ? "—" : Number(v).toFixed(d));

  function course(spec) {
    const bars = spec.series.some((s) => s.type === "bar"), lines = spec.series.some((s) => s.type === "line");
    let tone = 0;
    const series = spec.series.map((s) => {
      if (s.type === "bar") return { name: s.name, type: "bar", yAxisIndex: lines ? 1 : 0, data: s.data, itemStyle: { color: PALE, borderRadius: [2, 2, 0, 0] }, barMaxWidth: 14, z: 1, tooltip: { valueFormatter: (v) => fixed(v, 2) + s.unit } };
      const color = TONES[tone % TONES.length], first = tone === 0;
      tone += 1;
      return { name: s.name, type: "line", data: s.data, connectNulls: true, symbol: "circle", symbolSize: first ? 5 : 0, showSymbol: first, lineStyle: { width: first ? 2.4 : 1.5, type: first ? "solid" : "dashed", color }, itemStyle: { color }, z: 3, tooltip: { valueFormatter: (v) => fixed(v, 1) + "%" } };
    });
    const unit = (spec.series.find((s) => s.type === "bar") || {}).unit || "";
    const growth = { type: "value", scale: true, name: "%", nameTextStyle: { color: "#5b6b7e" }, splitLine: { lineStyle: { color: LINE } }, ...axisStyle, axisLine: { show: false } };
    const level = { type: "value", name: unit, nameTextStyle: { color: "#5b6b7e", align: "right" }, splitLine: { show: !lines, lineStyle: { color: LINE } }, ...axisStyle, axisLine: { show: false } };
    return { ...base(), legend: { top: 0, left: 0, itemWidth: 16, itemHeight: 8, icon: "roundRect", textStyle: { color: INK, fontSize: 12 } }, grid: { left: 8, right: 8, top: 58, bottom: 4, containLabel: true }, xAxis: { type: "category", data: spec.labels, ...axisStyle }, yAxis: lines && bars ? [growth, level] : lines ? [growth] : [level], series };
  }

  // A custom bar from where the last one ended: stacked bars break where the sum crosses zero.
  // On a narrow screen the bars lie, so that the names have room.
  function waterfall(spec, narrow) {
    const last = spec.data.length - 1, steps = [];
    let sum = 0;
    spec.data.forEach((v, n) => {
      const from = n === last ? 0 : sum, to = n === last ? v : sum + v;
      sum = to;
      steps.push([n, from, to, v]);
    });
    const at = (api, n, v) => (narrow ? api.coord([v, n]) : api.coord([n, v]));
    const draw = (params, api) => {
      const n = api.value(0), v = api.value(3), a = at(api, n, api.value(1)), b = at(api, n, api.value(2));
      const band = narrow ? api.size([0, 1])[1] : api.size([1, 0])[0], thick = Math.min(34, band * 0.62);
      const fill = n === last ? "#13263c" : v < 0 ? "#b3261e" : "#5b8fb3", down = v < 0;
      const x = Math.min(a[0], b[0]), y = Math.min(a[1], b[1]), w = Math.max(1.5, Math.abs(a[0] - b[0])), h = Math.max(1.5, Math.abs(a[1] - b[1]));
      const shape = narrow ? { x, y: a[1] - thick / 2, width: w, height: thick } : { x: a[0] - thick / 2, y, width: thick, height: h };
      const spot = narrow
        ? { x: x + w + 4, y: a[1], textAlign: "left", textVerticalAlign: "middle" }
        : { x: a[0], y: down ? y + h + 3 : y - 3, textAlign: "center", textVerticalAlign: down ? "top" : "bottom" };
      const text = { text: (v > 0 ? "+" : "") + v.toFixed(2), fontSize: 11, fontFamily: FONT, fill: down ? "#b3261e" : INK, ...spot };
      return { type: "group", children: [{ type: "rect", shape, style: { fill } }, { type: "text", style: text }] };
    };
    const folded = (t) => (!narrow && spec.x.length > 9 && t.length > 4 ? t.slice(0, 4) + "\n" + t.slice(4, 8) : t);
    const names = { type: "category", data: spec.x, inverse: narrow, ...axisStyle, axisLabel: { ...axisStyle.axisLabel, interval: 0, formatter: folded } };
    const values = { type: "value", splitLine: { lineStyle: { color: LINE } }, ...axisStyle, axisLine: { show: false } };
    return { ...base(), tooltip: { show: false }, grid: { left: 4, right: narrow ? 44 : 8, top: narrow ? 4 : 22, bottom: 4, containLabel: true }, xAxis: narrow ? values : names, yAxis: narrow ? names : values, series: [{ type: "custom", renderItem: draw, encode: narrow ? { y: 0, x: [1, 2] } : { x: 0, y: [1, 2] }, data: steps }] };
  }

  const KINDS = { course, waterfall };
  function draw(root) {
    if (!window.echarts) return;
    for (const box of root.querySelectorAll("[data-chart]")) {
      const spec = JSON.parse(document.getElementById(box.dataset.chart).textContent);
      const narrow = box.clientWidth < 560;
      if (narrow && spec.kind === "waterfall") box.classList.add("tall-chart");
      const chart = echarts.init(box, null, { renderer: "svg" });
      chart.setOption(KINDS[spec.kind](spec, narrow));
      new ResizeObserver(() => chart.resize()).observe(box);
    }
  }
  document.addEventListener("DOMContentLoaded", () => draw(document));
})();
