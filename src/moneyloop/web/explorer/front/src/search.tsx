/** Finds a party as one types, by any of its names in any script. */
import { useEffect, useRef, useState } from "preact/hooks";
import { useAsked } from "./api";
import { useLanguage } from "./language";
import type { Found } from "./types";

const PAUSE = 120;

interface Given { id: string; onPick?: (iri: string) => void; name?: string; value?: string; required?: boolean }

/** With `name` it is a field of a form, which holds the party picked, or what was typed. */
export function Search({ id, onPick, name, value = "", required }: Given) {
  const { say, code } = useLanguage();
  const [text, setText] = useState(value);
  const [held, setHeld] = useState(value);
  const [wanted, setWanted] = useState("");
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const later = setTimeout(() => setWanted(text.trim()), PAUSE);
    return () => clearTimeout(later);
  }, [text]);
  const loaded = useAsked<Found>(wanted ? "search" : null, { q: wanted, lang: code });
  const found = wanted ? (loaded.data?.parties ?? []) : [];
  useEffect(() => setAt(0), [wanted]);
  const pick = (index: number) => {
    const one = found[index];
    if (!one) return;
    setOpen(false);
    setText(name ? one.name : "");
    setHeld(one.iri);
    onPick?.(one.iri);
  };
  const shown = open && !!wanted && wanted === text.trim() && !loaded.busy;
  const key = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown") setAt(Math.min(at + 1, found.length - 1));
    else if (event.key === "ArrowUp") setAt(Math.max(at - 1, 0));
    else if (event.key === "Enter" && shown && found.length) pick(at);
    else if (event.key === "Escape") setOpen(false);
    else return;
    event.preventDefault();
  };
  return (
    <div class="search" ref={place} onFocusOut={(event) => !place.current?.contains(event.relatedTarget as Node) && setOpen(false)}>
      {name ? <input type="hidden" name={name} value={held} /> : <label for={id} class="unseen">{say("search")}</label>}
      <input id={id} type="search" dir="auto" autocomplete="off" required={required} placeholder={`${say("search")} · ${say("searchHint")}`} value={text}
        role="combobox" aria-expanded={shown && found.length > 0} aria-controls={`${id}-found`} aria-autocomplete="list"
        aria-activedescendant={shown && found.length ? `${id}-${at}` : undefined}
        onInput={(event) => { setText(event.currentTarget.value); setHeld(event.currentTarget.value); setOpen(true); }} onKeyDown={key} />
      <ul id={`${id}-found`} role="listbox" aria-label={say("search")} hidden={!shown || !found.length}>
        {found.map((one, index) => (
          <li id={`${id}-${index}`} role="option" aria-selected={index === at} onMouseDown={(event) => { event.preventDefault(); pick(index); }}>
            <bdi>{one.name}</bdi>{one.called !== one.name && <bdi class="quiet">{one.called}</bdi>}
          </li>
        ))}
      </ul>
      <p class={shown && !found.length ? "none" : "unseen"} role="status">{shown && !found.length ? say("noParty") : ""}</p>
    </div>
  );
}
