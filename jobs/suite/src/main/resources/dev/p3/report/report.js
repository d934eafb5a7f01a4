"use strict";
// Draws every chart of the page from the JSON inside its element. Looks are taken from the style sheet.
(() => {
  const BAR_HEIGHT = 24;
  const AXES_HEIGHT = 56;
  const CELL_HEIGHT = 36;
  const FONT = { fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 12 };

  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
  const precise = new Intl.NumberFormat("en", { maximumSignificantDigits: 4 });
  const rounded = new Intl.NumberFormat("en", { maximumFractionDigits: 2 });
  const short = new Intl.NumberFormat("en", { notation: "compact", maximumSignificantDigits: 3 });
  const text = (value) => {
    if (value == null) return "";
    return Math.abs(value) >= 1000 ? Math.round(value).toLocaleString("en") : precise.format(value);
  };

  const common = () => ({
    animation: false,
    textStyle: { ...FONT, color: colour("text") },
    // Not as HTML: labels are users' data.
    tooltip: {
      renderMode: "richText",
      confine: true,
      backgroundColor: colour("panel"),
      borderColor: colour("line"),
      textStyle: { ...FONT, color: colour("text") },
    },
  });
  const axis = (label) => ({
    // The font of all text is drawn here, too, but not measured when room is made for the labels.
    axisLabel: { ...FONT, color: colour("muted"), ...label },
    axisLine: { lineStyle: { color: colour("line") } },
    axisTick: { show: false },
    splitLine: { lineStyle: { color: colour("line") } },
    nameTextStyle: { color: colour("muted") },
  });
  const names = (values, width, more) => ({
    type: "category",
    data: values,
    ...axis({ width, overflow: "truncate", interval: 0, ...more }),
    splitLine: { show: false },
  });

  const bars = (drawn, width) => {
    const palette = [colour("accent"), colour("second"), colour("third"), colour("plain")];
    const several = drawn.series.length > 1;
    const fill = (series, bar) =>
      drawn.standingOut < 0 || drawn.standingOut === bar ? palette[series % palette.length] : colour("plain");
    return {
      height: drawn.labels.length * (drawn.series.length * BAR_HEIGHT * 0.8 + 8) + AXES_HEIGHT + (several ? 24 : 0),
      option: {
        legend: { show: several, top: 0, left: 0, itemHeight: 10, textStyle: { color: colour("text") } },
        grid: { left: 0, right: 64, top: several ? 28 : 4, bottom: 24, containLabel: true },
        xAxis: {
          type: "value",
          name: drawn.unit,
          nameLocation: "middle",
          nameGap: 26,
          splitNumber: 3,
          ...axis({ formatter: (value) => short.format(value), hideOverlap: true }),
        },
        yAxis: { ...names(drawn.labels, Math.min(180, width * 0.35)), inverse: true },
        series: drawn.series.map((series, i) => ({
          type: "bar",
          name: series.name,
          barMaxWidth: BAR_HEIGHT,
          color: palette[i % palette.length],
          data: series.values.map((value, bar) => ({ value, itemStyle: { color: fill(i, bar) } })),
          label: { show: true, position: "right", color: colour("text"), formatter: (bar) => text(bar.value) },
          tooltip: { valueFormatter: (value) => text(value) + " " + drawn.unit },
        })),
      },
    };
  };

  const heatMap = (drawn, width) => {
    const { least, greatest } = drawn.range;
    const labelWidth = Math.min(140, width * 0.28);
    const cellWidth = (width - labelWidth) / drawn.columns.length;
    const twoSided = least < 0 && greatest > 0;
    return {
      height: drawn.rows.length * Math.min(CELL_HEIGHT, Math.max(14, cellWidth)) + 150,
      option: {
        grid: { left: 0, right: 8, top: 4, bottom: 52, containLabel: true },
        xAxis: names(drawn.columns, 90, { rotate: cellWidth < 90 ? 55 : 0 }),
        yAxis: { ...names(drawn.rows, labelWidth), inverse: true },
        visualMap: {
          min: least,
          max: greatest,
          orient: "horizontal",
          left: "center",
          bottom: 0,
          itemHeight: Math.min(200, width * 0.4),
          text: [text(greatest), text(least)],
          textStyle: { color: colour("muted") },
          inRange: { color: twoSided ? [colour("low"), colour("middle"), colour("high")] : [colour("middle"), colour("high")] },
        },
        series: {
          type: "heatmap",
          data: drawn.cells,
          label: {
            show: cellWidth >= 34,
            fontSize: 11,
            color: colour("text"),
            textBorderColor: colour("page"),
            textBorderWidth: 3,
            formatter: (cell) => rounded.format(cell.value[2]),
          },
          itemStyle: { borderColor: colour("page"), borderWidth: 1 },
          tooltip: {
            formatter: (cell) => drawn.columns[cell.value[0]] + ", " + drawn.rows[cell.value[1]] + ": " + text(cell.value[2]),
          },
        },
      },
    };
  };

  const place = (point) => [point.east, point.north];
  const degrees = (point) => text(point[1]) + "°, " + text(point[0]) + "°";

  // The part of the world that has marks, and some of what lies around it.
  const bounds = (points) => {
    const span = (values, limit) => {
      const least = Math.min(...values);
      const greatest = Math.max(...values);
      const margin = Math.max(2, (greatest - least) * 0.08);
      return [Math.max(-limit, least - margin), Math.min(limit, greatest + margin)];
    };
    const [west, east] = span(points.map((point) => point[0]), 180);
    const [south, north] = span(points.map((point) => point[1]), 90);
    return [[west, north], [east, south]];
  };

  const map = (drawn, width) => {
    const marks = drawn.marks.map((mark) => ({ name: mark.name, value: place(mark.point) }));
    const places = drawn.places.map(place);
    const box = bounds([...marks.map((mark) => mark.value), ...places]);
    const [[west, north], [east, south]] = box;
    return {
      height: Math.min(520, Math.max(220, (width * (north - south)) / (east - west) / 0.75)) + 32,
      option: {
        legend: { show: places.length > 0, top: 0, left: 0, itemHeight: 10, backgroundColor: colour("page"), textStyle: { color: colour("text") } },
        geo: {
          map: "land",
          boundingCoords: box,
          top: 32,
          bottom: 0,
          left: 0,
          right: 0,
          silent: true,
          itemStyle: { areaColor: colour("land"), borderColor: colour("line") },
        },
        series: [
          {
            type: "lines",
            coordinateSystem: "geo",
            silent: true,
            data: drawn.lines.map((line) => ({ coords: line.map(place) })),
            lineStyle: { color: colour("muted"), opacity: 0.5, width: 1 },
          },
          {
            type: "scatter",
            name: "to",
            coordinateSystem: "geo",
            data: places,
            symbol: "diamond",
            symbolSize: 9,
            color: colour("second"),
            tooltip: { formatter: (mark) => degrees(mark.value) },
          },
          {
            type: "scatter",
            name: "from",
            coordinateSystem: "geo",
            data: marks,
            symbolSize: 6,
            color: colour("accent"),
            tooltip: { formatter: (mark) => [mark.name, degrees(mark.value)].filter(Boolean).join(": ") },
          },
        ],
      },
    };
  };

  const seconds = (more) => ({
    type: "value",
    name: "s",
    nameLocation: "end",
    ...axis({ formatter: (value) => short.format(value), hideOverlap: true }),
    ...more,
  });
  const zoom = () => [{ type: "inside", xAxisIndex: 0, filterMode: "weakFilter", zoomOnMouseWheel: "ctrl" }];
  const hues = (count) => Array.from({ length: count }, (any, i) => "hsl(" + Math.round((211 + i * 137.5) % 360) + " 55% 55%)");

  const timeline = (drawn, width) => {
    const colours = hues(drawn.groups.length);
    const laneHeight = Math.max(4, Math.min(22, 600 / drawn.lanes.length));
    return {
      height: drawn.lanes.length * laneHeight + 64,
      option: {
        grid: { left: 0, right: 24, top: 8, bottom: 24, containLabel: true },
        dataZoom: zoom(),
        xAxis: seconds(),
        yAxis: { ...names(drawn.lanes, Math.min(160, width * 0.3), { interval: laneHeight < 12 ? "auto" : 0 }), inverse: true },
        series: {
          type: "custom",
          encode: { x: [1, 2], y: 0 },
          data: drawn.spans.map((span, i) => ({ name: drawn.titles[i], value: span })),
          renderItem: (params, api) => {
            const from = api.coord([api.value(1), api.value(0)]);
            const to = api.coord([api.value(2), api.value(0)]);
            const height = Math.max(2, laneHeight * 0.8);
            return {
              type: "rect",
              shape: echarts.graphic.clipRectByRect(
                { x: from[0], y: from[1] - height / 2, width: Math.max(1, to[0] - from[0]), height },
                params.coordSys,
              ),
              style: { fill: api.value(4) ? colour("second") : colours[api.value(3)], stroke: colour("page"), lineWidth: 0.5 },
            };
          },
          tooltip: {
            formatter: (span) =>
              span.name + "\n" + drawn.groups[span.value[3]] + "\n" + text(span.value[2] - span.value[1]) + " s" + (span.value[4] ? ", did not end well" : ""),
          },
        },
      },
    };
  };

  const lines = (drawn) => {
    const palette = [colour("accent"), colour("second"), colour("third"), colour("plain")];
    return {
      height: 280,
      option: {
        legend: { top: 0, left: 0, itemHeight: 10, type: "scroll", textStyle: { color: colour("text") } },
        grid: { left: 0, right: 24, top: 44, bottom: 24, containLabel: true },
        xAxis: seconds(),
        yAxis: { type: "value", name: drawn.unit, ...axis({ formatter: (value) => short.format(value) }) },
        series: drawn.lines.map((line, i) => ({
          type: "line",
          name: line.name,
          data: line.points,
          showSymbol: line.points.length < 3,
          color: palette[i % palette.length],
          tooltip: { formatter: (point) => line.name + ": " + text(point.value[1]) + " " + drawn.unit },
        })),
      },
    };
  };

  const scatter = (drawn) => {
    const colours = hues(drawn.groups.length);
    const scale = (name, more) => ({ type: "value", scale: true, name, ...axis({ formatter: (value) => short.format(value), hideOverlap: true }), ...more });
    return {
      height: 420,
      option: {
        legend: { show: drawn.groups.length > 1, top: 0, left: 0, itemHeight: 10, type: "scroll", textStyle: { color: colour("text") } },
        grid: { left: 0, right: 24, top: 56, bottom: 28, containLabel: true },
        xAxis: scale(drawn.across, { nameLocation: "middle", nameGap: 26 }),
        yAxis: scale(drawn.up),
        series: drawn.groups.map((group, i) => ({
          type: drawn.isJoined ? "line" : "scatter",
          name: [drawn.group, group.name].filter(Boolean).join(" "),
          data: group.points,
          symbolSize: 5,
          color: colours[i],
          tooltip: {
            formatter: (mark) =>
              [mark.seriesName, drawn.across + " " + text(mark.value[0]), drawn.up + " " + text(mark.value[1])].filter(Boolean).join("\n"),
          },
        })),
      },
    };
  };

  const boxes = (drawn, width) => ({
    height: drawn.labels.length * 30 + AXES_HEIGHT,
    option: {
      grid: { left: 0, right: 24, top: 4, bottom: 24, containLabel: true },
      xAxis: seconds({ name: drawn.unit }),
      yAxis: { ...names(drawn.labels, Math.min(220, width * 0.4)), inverse: true },
      series: {
        type: "boxplot",
        layout: "vertical",
        data: drawn.boxes,
        itemStyle: { color: colour("panel"), borderColor: colour("accent") },
        tooltip: {
          formatter: (box) => drawn.labels[box.dataIndex] + "\nleast, quartiles, greatest: " + drawn.boxes[box.dataIndex].map(text).join(", ") + " " + drawn.unit,
        },
      },
    },
  });

  const kinds = { timeline, lines, boxes, scatter, bars, "heat-map": heatMap, map };

  const draw = (element, drawn, chart) => {
    const width = element.clientWidth;
    const { height, option } = kinds[drawn.kind](drawn, width);
    element.style.height = Math.round(height) + "px";
    chart.resize();
    chart.setOption({ ...common(), aria: { enabled: true }, ...option }, true);
  };

  const land = document.getElementById("land");
  if (land) {
    echarts.registerMap("land", JSON.parse(land.textContent));
  }
  const charts = [...document.querySelectorAll(".chart")].map((element) => {
    const drawn = JSON.parse(element.querySelector("script").textContent);
    element.style.height = "1px";
    return { element, drawn, chart: echarts.init(element, null, { renderer: "svg" }), width: 0 };
  });
  const redraw = () => charts.forEach((each) => draw(each.element, each.drawn, each.chart));
  redraw();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  addEventListener("resize", redraw);
})();
