/** Arranges thousands of parties by forces, away from the page, which stays at hand meanwhile. */
import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY, type SimulationNodeDatum } from "d3-force";

export interface ToArrange { sizes: number[]; links: [number, number][] }
interface Body extends SimulationNodeDatum { size: number }

const TICKS = 240;
const TOLD = 60;

onmessage = ({ data }: MessageEvent<ToArrange>) => {
  const bodies: Body[] = data.sizes.map((size) => ({ size }));
  const links = data.links.map(([source, target]) => ({ source, target }));
  const simulation = forceSimulation(bodies)
    .stop()
    .alphaDecay(1 - 0.001 ** (1 / TICKS))
    .force("apart", forceManyBody<Body>().strength((body) => -9 * body.size).theta(1.1).distanceMax(2500))
    .force("along", forceLink(links).distance(70))
    .force("across", forceX(0).strength(0.06))
    .force("down", forceY(0).strength(0.11))
    .force("beside", forceCollide<Body>((body) => body.size * 0.7).iterations(1));
  for (let tick = 1; tick <= TICKS; tick++) {
    simulation.tick();
    if (tick % TOLD === 0) postMessage(bodies.map(({ x = 0, y = 0 }) => ({ x, y })));
  }
};
