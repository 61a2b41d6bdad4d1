/** A table that scrolls sideways by itself, and by the keyboard. */
import { useLanguage } from "./language";
import { link } from "./place";

const IDS = "https://w3id.org/moneyloop/id/";

export function Table({ label, columns, rows }: { label: string; columns: { name: string; meaning?: string }[]; rows: string[][] }) {
  const { say } = useLanguage();
  if (!rows.length) return <p class="quiet">{say("nothing")}</p>;
  return (
    <div class="scroll" role="region" aria-label={label} tabIndex={0}>
      <table class="rows">
        <thead><tr>{columns.map((one) => <th scope="col" title={one.meaning} dir="ltr">{one.name}</th>)}</tr></thead>
        <tbody>{rows.map((row) => <tr>{row.map((cell) => <td><Cell text={cell} /></td>)}</tr>)}</tbody>
      </table>
    </div>
  );
}

/** An IRI of the dataset leads to its page; an address of the web leaves. */
function Cell({ text }: { text: string }) {
  for (const view of ["party", "deal"])
    if (text.startsWith(`${IDS}${view}/`)) return <a href={link({ view, iri: text })} dir="ltr">{text.slice(IDS.length)}</a>;
  if (/^https?:\/\/\S+$/.test(text)) return <a href={text} target="_blank" rel="noopener noreferrer nofollow" dir="ltr">{text}</a>;
  return <bdi>{text}</bdi>;
}
