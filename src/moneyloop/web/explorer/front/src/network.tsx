/** Parties and flows as a network that can be moved and picked from; drawn on a canvas, thousands of parties too. */
import cytoscape, { type Core, type ElementDefinition, type StylesheetJson } from "cytoscape";
import fcose from "cytoscape-fcose";
import { useEffect, useRef } from "preact/hooks";
import type { ToArrange } from "./arrange.worker";
import type { Cycle, Drawing } from "./types";
import { networkSvg } from "./pictures";

cytoscape.use(fcose);
const MANY = 250;
const LABELLED = 16;
const ROW = 10;
const HUBS = 8;

interface Given {
  drawing: Drawing;
  cycle?: Cycle;
  picked?: number;
  centre?: string;
  levels?: Map<string, number>;
  theme: string;
  onParty: (iri: string) => void;
  onFlow: (payer: string, payee: string) => void;
  onReady: (save: (kind: "svg" | "png") => Promise<Blob>) => void;
}

export default function Network({ drawing, cycle, picked, centre, levels, theme, onParty, onFlow, onReady }: Given) {
  const place = useRef<HTMLDivElement>(null);
  const core = useRef<Core>();
  useEffect(() => {
    const many = drawing.parties.length > MANY;
    const drawn = cytoscape({
      container: place.current,
      elements: elements(drawing, centre),
      style: style(many, !centre && drawing.flows.length <= LABELLED),
      minZoom: 0.05,
      maxZoom: 4,
      textureOnViewport: many,
      hideEdgesOnViewport: many,
      pixelRatio: many ? 1 : "auto",
      layout: { name: "preset" },
    });
    drawn.on("tap", "node", (event) => onParty(event.target.id()));
    drawn.on("tap", "edge", (event) => onFlow(event.target.source().id(), event.target.target().id()));
    const far = many && !centre ? new Worker(new URL("./arrange.worker.ts", import.meta.url), { type: "module" }) : undefined;
    if (far) arrangedFar(drawn, far);
    else drawn.layout(arranged(drawing, place.current!, centre, levels) as cytoscape.LayoutOptions).run();
    core.current = drawn;
    onReady(async (kind) =>
      kind === "png"
        ? ((await drawn.png({ output: "blob-promise", full: true, scale: 2, maxWidth: 8000, bg: colour("--page") })) as Blob)
        : new Blob([networkSvg(drawn, colour("--page"))], { type: "image/svg+xml" }),
    );
    return () => {
      far?.terminate();
      drawn.destroy();
    };
  }, [drawing, centre, theme]);
  useEffect(() => {
    if (core.current) shown(core.current, cycle, picked);
  }, [drawing, centre, theme, cycle, picked]);
  return <div class="network" ref={place} aria-hidden="true" data-parties={drawing.parties.length} />;
}

function elements(drawing: Drawing, centre?: string): ElementDefinition[] {
  const sizes = new Map<string, number>();
  for (const flow of drawing.flows) for (const end of [flow.from, flow.to]) sizes.set(end, (sizes.get(end) ?? 0) + 1);
  const hub = [...sizes.values()].sort((a, b) => b - a)[HUBS] ?? 0;
  return [
    ...drawing.parties.map(({ iri, name }) => ({
      data: { id: iri, name, size: Math.min(90, 16 + 6 * Math.sqrt(sizes.get(iri) ?? 0)), font: (sizes.get(iri) ?? 0) > hub ? 70 : 13 },
      classes: iri === centre ? "centre" : "",
    })),
    ...drawing.flows.map((flow) => ({
      data: { id: `${flow.from} ${flow.to}`, source: flow.from, target: flow.to, amount: flow.amount?.text ?? "", width: width(flow.amount?.max ?? flow.amount?.min) },
      classes: `${flow.status} ${flow.loop ? "loop" : ""}`,
    })),
  ];
}

/** Wider by about a step for each tenfold. */
function width(amount: number | null | undefined): number {
  return amount ? Math.max(1.2, Math.min(7, (Math.log10(amount) - 7) * 1.5)) : 1.2;
}

function arranged(drawing: Drawing, box: HTMLElement, centre?: string, levels?: Map<string, number>): object {
  if (levels)
    return { name: "preset", padding: 30, positions: inRows(drawing, levels, box.clientWidth < box.clientHeight * 1.3) };
  if (centre && drawing.parties.length < 40)
    return { name: "concentric", padding: 40, minNodeSpacing: 50, concentric: (node: cytoscape.NodeSingular) => (node.id() === centre ? 2 : 1), levelWidth: () => 1 };
  if (drawing.parties.length < 14) return { name: "circle", padding: 50, startAngle: -Math.PI / 2 };
  return {
    name: "fcose",
    quality: "proof",
    animate: false,
    randomize: true,
    padding: 30,
    nodeRepulsion: 12_000,
    idealEdgeLength: 110,
    nodeSeparation: 90,
  };
}

/** Arranges many parties in a worker, and shows how far it has come. */
function arrangedFar(core: Core, far: Worker): void {
  const nodes = core.nodes();
  const at = new Map(nodes.map((node, index) => [node.id(), index]));
  const links = core.edges().map((edge) => [at.get(edge.source().id())!, at.get(edge.target().id())!] as [number, number]);
  far.onmessage = ({ data }: MessageEvent<cytoscape.Position[]>) => {
    core.batch(() => nodes.forEach((node, index) => void node.position(data[index]!)));
    core.fit(undefined, 30);
    core.container()!.dataset["arranged"] = "1";
  };
  far.postMessage({ sizes: nodes.map((node) => Number(node.data("size"))), links } satisfies ToArrange);
}

/** Parties of a level in a row, or in a column where the drawing is higher than wide; of many in several. */
function inRows(drawing: Drawing, levels: Map<string, number>, columns: boolean): Record<string, cytoscape.Position> {
  const places: Record<string, cytoscape.Position> = {};
  let row = 0;
  for (const level of [...new Set(levels.values())].sort((a, b) => a - b)) {
    const members = drawing.parties.filter(({ iri }) => levels.get(iri) === level);
    const rows = Math.ceil(members.length / ROW);
    members.forEach(({ iri }, index) => {
      const [line, many] = [Math.floor(index / Math.ceil(members.length / rows)), Math.ceil(members.length / rows)];
      const along = (index % many) - (Math.min(many, members.length - line * many) - 1) / 2 + (line % 2 ? 0.5 : 0);
      places[iri] = columns ? { x: (row + line) * 150, y: along * 60 } : { x: along * 120, y: (row + line) * 110 };
    });
    row += rows;
  }
  return places;
}

function shown(core: Core, cycle?: Cycle, picked?: number): void {
  core.batch(() => {
    core.elements().removeClass("faded bright picked");
    if (!cycle) return;
    core.elements().addClass("faded");
    cycle.hops.forEach((hop, index) => {
      const payee = cycle.hops[(index + 1) % cycle.hops.length]!.payer;
      core.getElementById(hop.payer).removeClass("faded").addClass("bright");
      const edge = core.getElementById(`${hop.payer} ${payee}`).removeClass("faded").addClass("bright");
      if (index === picked) edge.addClass("picked");
    });
  });
}

export function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function style(many: boolean, labelled: boolean): StylesheetJson {
  const line = (status: string, dashed: "solid" | "dashed" | "dotted") => ({
    selector: `edge.${status}`,
    style: { "line-color": colour(`--${status}`), "target-arrow-color": colour(`--${status}`), "line-style": dashed },
  });
  return [
    {
      selector: "node",
      style: {
        width: "data(size)",
        height: "data(size)",
        "background-color": colour("--node"),
        "border-color": colour("--page"),
        "border-width": 2,
        label: "data(name)",
        color: colour("--text"),
        "font-family": "system-ui, sans-serif",
        "font-size": many ? "data(font)" : 13,
        "min-zoomed-font-size": many ? 8 : 5,
        "text-valign": "bottom",
        "text-margin-y": 5,
        "text-outline-color": colour("--page"),
        "text-outline-width": many ? 6 : 3,
      },
    },
    { selector: "node.centre", style: { "background-color": colour("--accent") } },
    {
      selector: "edge",
      style: {
        width: many ? (edge: cytoscape.EdgeSingular) => 3 * Number(edge.data("width")) : "data(width)",
        "curve-style": many ? "haystack" : "bezier",
        "control-point-step-size": 36,
        "target-arrow-shape": "triangle",
        "arrow-scale": 0.9,
        opacity: many ? 0.35 : 0.85,
        label: labelled ? "data(amount)" : "",
        color: colour("--quiet"),
        "font-family": "system-ui, sans-serif",
        "font-size": 12,
        "min-zoomed-font-size": 9,
        "text-rotation": "autorotate",
        "text-outline-color": colour("--page"),
        "text-outline-width": 3,
      },
    },
    line("considered", "dotted"),
    line("announced", "dashed"),
    line("committed", "solid"),
    line("completed", "solid"),
    { selector: ".faded", style: { opacity: 0.12 } },
    { selector: ".bright", style: { opacity: 1 } },
    { selector: "edge.bright", style: { "z-index": 9 } },
    { selector: "edge.picked", style: { "line-color": colour("--accent"), "target-arrow-color": colour("--accent"), "line-style": "solid", width: 6 } },
  ] as StylesheetJson;
}
