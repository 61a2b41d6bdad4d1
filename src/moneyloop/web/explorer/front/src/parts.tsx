/** Small parts that several views have. */
import type { ComponentChildren } from "preact";
import type { Loaded } from "./api";
import { useLanguage } from "./language";
import { link } from "./place";
import type { Firm } from "./types";

/** Shows what was loaded, or why it was not; what was there before stays while the next is on its way. */
export function Waiting<T>({ loaded, children }: { loaded: Loaded<T>; children: (data: T) => ComponentChildren }) {
  const { say } = useLanguage();
  if (loaded.error) return <p class="problem" role="alert">{loaded.missing ? say("missing") : say("failed", { why: loaded.error })}</p>;
  if (!loaded.data) return <p class="quiet" role="status">{say("loading")}</p>;
  return <div class={loaded.busy ? "busy" : ""} aria-busy={loaded.busy}>{children(loaded.data)}</div>;
}

export function PartyLink({ iri, name }: { iri: string; name: string }) {
  return <a href={link({ view: "party", iri })}><bdi>{name}</bdi></a>;
}

export function DealLink({ iri, children }: { iri: string; children: ComponentChildren }) {
  return <a href={link({ view: "deal", iri })}><bdi>{children}</bdi></a>;
}

export function StatusMark({ status, name }: { status: string; name: string }) {
  return <span class={`mark ${status}`}>{name}</span>;
}

/** How much of an amount is how firm: that of the firmest deals, then what weaker ones make of it. */
export function Firmness({ steps }: { steps: Firm[] }) {
  const { say, statuses } = useLanguage();
  return (
    <>
      {steps.map(({ status, amount }, index) => (
        <span class="firmness">
          <StatusMark status={status} name={index ? say("withWeaker", { status: statuses[status] ?? "" }) : statuses[status] ?? ""} />
          {amount ? <strong><bdi>{amount.text}</bdi></strong> : <span>{say("unstated")}</span>}
        </span>
      ))}
    </>
  );
}

/** Buttons of which one is pressed. */
export function Choice({ label, value, options, onChange }: { label: string; value: string; options: [string, string][]; onChange: (value: string) => void }) {
  return (
    <div class="choice" role="group" aria-label={label}>
      {options.map(([key, text]) => (
        <button type="button" aria-pressed={key === value} onClick={() => onChange(key)}>{text}</button>
      ))}
    </div>
  );
}
