/** A cycle as a circle: parties around it, and between them flows drawn as firm as they are. */
import type { Cycle, CycleHop } from "./types";
import { useLanguage, type Say } from "./language";

interface Point { x: number; y: number }
const SIZE = 400;
const MIDDLE = { x: SIZE / 2, y: SIZE / 2 };

interface Given { cycle: Cycle; large?: boolean; picked?: number; onPick?: (hop: number) => void }

export function Ring({ cycle, large = false, picked, onPick }: Given) {
  const { say, statuses } = useLanguage();
  const radius = large ? 132 : 140;
  const count = cycle.hops.length;
  const at = (turn: number, distance = radius): Point => {
    const angle = (turn / count) * 2 * Math.PI - Math.PI / 2;
    return { x: MIDDLE.x + distance * Math.cos(angle), y: MIDDLE.y + distance * Math.sin(angle) };
  };
  const gap = (Math.min(0.16, 30 / radius / 2) * count) / Math.PI;
  const lines = told(cycle, say, statuses);
  return (
    <svg class={large ? "ring large" : "ring"} viewBox={`-80 ${large ? 0 : -10} ${SIZE + 160} ${SIZE + 20}`} aria-hidden="true" data-export="ring">
      {cycle.hops.map((hop, index) => (
        <Arc hop={hop} from={at(index + gap)} to={at(index + 1 - gap)} radius={radius} picked={picked === index}
          tip={arrow(index + 1 - gap, count, radius)} onPick={onPick && (() => onPick(index))}
          title={`${hop.payerName} → ${cycle.hops[(index + 1) % count]!.payerName}`} />
      ))}
      {cycle.hops.map((hop, index) => (
        <Label name={hop.payerName} point={at(index)} out={at(index, radius + 22)} />
      ))}
      {lines.map(({ kind, text }, index) => (
        <text class={kind} x={MIDDLE.x} y={MIDDLE.y + 8 + (index - (lines.length - 1) / 2) * 30} text-anchor="middle">{text}</text>
      ))}
    </svg>
  );
}

/** What stands in the middle: the amount, the status, and what the firmest deals come to if that is not the same. */
function told(cycle: Cycle, say: Say, statuses: Record<string, string>): { kind: string; text: string }[] {
  if (!cycle.status) return [{ kind: "ring-status", text: say("notHeld") }];
  const firm = cycle.levels[cycle.status]?.amount?.text;
  const line = (kind: string) => (text: string) => ({ kind, text });
  const status = line(`ring-status ${cycle.status}`);
  if (!cycle.amount) return [status(statuses[cycle.status] ?? ""), line("ring-note")(say("unstated"))];
  const amount = folded(cycle.amount.text).filter(Boolean).map(line("ring-amount"));
  if (firm === cycle.amount.text) return [...amount, status(statuses[cycle.status] ?? "")];
  return [...amount, status(`${statuses[cycle.status]}:`), ...folded(firm ?? say("unstated"), 20).filter(Boolean).map(line("ring-note"))];
}

/** An amount in two lines of about the same length. */
function folded(text: string, most = 16): [string, string] {
  if (text.length <= most) return [text, ""];
  const words = text.split(" ");
  let first = "";
  while (words.length && first.length < text.length / 2 - 2) first += `${first && " "}${words.shift()}`;
  return [first, words.join(" ")];
}

function arrow(turn: number, count: number, radius: number): string {
  const angle = (turn / count) * 2 * Math.PI - Math.PI / 2;
  const along = angle + Math.PI / 2;
  const tip = { x: MIDDLE.x + radius * Math.cos(angle + 0.05), y: MIDDLE.y + radius * Math.sin(angle + 0.05) };
  const side = (turned: number) => `${tip.x - 15 * Math.cos(along + turned)},${tip.y - 15 * Math.sin(along + turned)}`;
  return `${tip.x},${tip.y} ${side(0.5)} ${side(-0.5)}`;
}

function Arc(given: { hop: CycleHop; from: Point; to: Point; radius: number; picked: boolean; tip: string; title: string; onPick?: () => void }) {
  const { hop, from, to, radius, picked, tip, title, onPick } = given;
  const path = `M${from.x} ${from.y}A${radius} ${radius} 0 0 1 ${to.x} ${to.y}`;
  return (
    <g class={`arc ${hop.status ?? "none"}${picked ? " picked" : ""}${onPick ? " open" : ""}`} onClick={onPick}>
      <title>{title}</title>
      {onPick && <path class="reach" d={path} />}
      <path class="line" d={path} />
      <polygon points={tip} />
    </g>
  );
}

function Label({ name, point, out }: { name: string; point: Point; out: Point }) {
  const side = out.x - MIDDLE.x;
  const middle = Math.abs(side) < 40;
  const anchor = middle ? "middle" : side > 0 ? "start" : "end";
  const y = middle ? (out.y < MIDDLE.y ? out.y - 2 : out.y + 12) : out.y + 5;
  return (
    <g class="party">
      <circle cx={point.x} cy={point.y} r="9" />
      <text x={out.x - (middle ? 0 : Math.sign(side) * 4)} y={y} text-anchor={anchor} direction="ltr">
        {short(name)}
      </text>
    </g>
  );
}

function short(name: string): string {
  return name.length > 20 ? `${name.slice(0, 18)}…` : name;
}
