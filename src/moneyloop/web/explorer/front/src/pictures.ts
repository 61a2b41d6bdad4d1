/** Drawings as files: a circle or a network as SVG, and any SVG as PNG. */
import type { Core } from "cytoscape";

const NAMESPACE = "http://www.w3.org/2000/svg";
const PROPERTIES = ["fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "opacity", "font-family", "font-size", "font-weight", "text-anchor", "direction"];

/** A circle that is on the page, with its colours written into it. */
export function ringSvg(drawn: SVGSVGElement, background: string): string {
  const copy = drawn.cloneNode(true) as SVGSVGElement;
  const [left = 0, top = 0, width = 560, height = 420] = (drawn.getAttribute("viewBox") ?? "").split(" ").map(Number);
  const from = drawn.querySelectorAll("*");
  copy.querySelectorAll("*").forEach((element, index) => {
    const style = getComputedStyle(from[index]!);
    for (const name of PROPERTIES) element.setAttribute(name, style.getPropertyValue(name));
    element.removeAttribute("class");
  });
  copy.querySelectorAll(".reach, [stroke=transparent]").forEach((element) => element.remove());
  copy.setAttribute("xmlns", NAMESPACE);
  copy.setAttribute("width", String(width * 2));
  copy.setAttribute("height", String(height * 2));
  copy.removeAttribute("class");
  copy.insertAdjacentHTML("afterbegin", `<rect x="${left}" y="${top}" width="100%" height="100%" fill="${background}"/>`);
  return new XMLSerializer().serializeToString(copy);
}

/** A network as it is arranged, all of it. */
export function networkSvg(core: Core, background: string): string {
  const box = core.elements().boundingBox();
  const root = make("svg", { xmlns: NAMESPACE, viewBox: `${box.x1 - 20} ${box.y1 - 20} ${box.w + 40} ${box.h + 40}`, width: box.w + 40, height: box.h + 40 });
  root.append(make("rect", { x: box.x1 - 20, y: box.y1 - 20, width: box.w + 40, height: box.h + 40, fill: background }));
  core.edges().forEach((edge) => {
    const [from, to] = [edge.sourceEndpoint(), edge.targetEndpoint()];
    const bend = edge.controlPoints()?.[0];
    const colour = String(edge.style("line-color"));
    const kind = String(edge.style("line-style"));
    const wide = edge.numericStyle("width");
    const path = bend ? `M${from.x} ${from.y}Q${bend.x} ${bend.y} ${to.x} ${to.y}` : `M${from.x} ${from.y}L${to.x} ${to.y}`;
    const dashes: Record<string, string> = kind === "dashed" ? { "stroke-dasharray": "6 3" } : kind === "dotted" ? { "stroke-dasharray": "1 3" } : {};
    const opacity = edge.numericStyle("opacity");
    root.append(make("path", { d: path, fill: "none", stroke: colour, "stroke-width": wide, opacity, ...dashes }));
    const back = bend ?? from;
    const turn = Math.atan2(to.y - back.y, to.x - back.x);
    const side = (by: number) => `${to.x - (6 + wide * 2) * Math.cos(turn + by)},${to.y - (6 + wide * 2) * Math.sin(turn + by)}`;
    root.append(make("polygon", { points: `${to.x},${to.y} ${side(0.4)} ${side(-0.4)}`, fill: colour, opacity }));
  });
  core.nodes().forEach((node) => {
    const { x, y } = node.position();
    const opacity = node.numericStyle("opacity");
    root.append(make("circle", { cx: x, cy: y, r: node.width() / 2, fill: String(node.style("background-color")), opacity }));
    const label = make("text", { x, y: y + node.height() / 2 + 16, "text-anchor": "middle", "font-family": "system-ui, sans-serif", "font-size": 13, fill: String(node.style("color")), opacity });
    label.textContent = String(node.data("name"));
    root.append(label);
  });
  return new XMLSerializer().serializeToString(root);
}

function make(name: string, attributes: Record<string, string | number>): SVGElement {
  const element = document.createElementNS(NAMESPACE, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}

export async function asPng(svg: string): Promise<Blob> {
  const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: image.width, height: image.height });
    canvas.getContext("2d")!.drawImage(image, 0, 0);
    return await new Promise((done, failed) => canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("PNG"))), "image/png"));
  } finally {
    URL.revokeObjectURL(address);
  }
}

export function saved(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob);
  Object.assign(document.createElement("a"), { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
