/** What the explorer's JSON API answers. */
export type Status = "considered" | "announced" | "committed" | "completed";
export interface Amount { min: number | null; max: number | null; currency: string; text: string }
/** What deals come to, a status at a time, the firmest first; a weaker one only if it changes the amount. */
export interface Firm { status: Status; amount: Amount | null }
export interface Pair { status: Status | null; amount: Amount | null; deals: number }
export interface About {
  counts: Record<string, number>;
  languages: Record<string, number>;
  statuses: { name: Status; label: string }[];
  days: { day: string; label: string }[];
}
export interface CycleHop extends Pair { payer: string; payerName: string; firm: Firm[] }
export interface Cycle {
  id: string;
  holds: boolean;
  status: Status | null;
  amount: Amount | null;
  levels: Partial<Record<Status, { amount: Amount | null }>>;
  hops: CycleHop[];
}
export interface Cycles {
  total: number;
  offset: number;
  held: Record<Status, number>;
  complete: boolean;
  cycles: Cycle[];
}
export interface Named { iri: string; name: string }
export interface Flow extends Pair { from: string; to: string; loop: boolean }
export interface Drawing { total: { parties: number; flows: number }; parties: Named[]; flows: Flow[] }
export interface Claim {
  id: string;
  deal: string;
  status: string;
  statusName: string;
  amount: string | null;
  language: string;
  languageName: string;
  direction: "ltr" | "rtl";
  document: string;
  title: string | null;
  publisher: string | null;
  day: string;
  address: string | null;
  attributed: string | null;
  start: number;
  end: number;
  quote: string;
  before: string;
  after: string;
}
export interface Side {
  deal: string;
  status: string;
  statusName: string;
  amount: string | null;
  quote: string;
  document: string;
  publisher: string | null;
  day: string;
  language: string;
  direction: "ltr" | "rtl";
}
export interface Contradiction { kind: string; kindName: string; sides: Side[] }
export interface DealEvidence { iri: string; said: string; claims: Claim[]; contradictions: Contradiction[] }
export interface Hop { payer: Named; payee: Named; total: number; deals: DealEvidence[] }
export interface Chains {
  party: Named;
  total: number;
  parties: (Named & { hops: number })[];
  hops: (Pair & { from: string; to: string; firm: Firm[] })[];
}
export interface Found { parties: (Named & { called: string; flows: boolean })[] }
export interface ListedDeal {
  iri: string;
  section: "deal" | "figure";
  said: string;
  type: string;
  status: string | null;
  statusName: string;
  amount: string | null;
  period: string;
  claims: number | null;
}
export interface Party {
  iri: string;
  name: string;
  names: string[];
  about: { property: string; value: string }[];
  total: number;
  deals: ListedDeal[];
}
export interface Deal extends DealEvidence {
  status: string;
  statusName: string;
  amount: string | null;
  period: string;
  count: number | null;
  parties: Named[];
}
export interface Document {
  name: string;
  title: string | null;
  publisher: string | null;
  day: string;
  language: string | null;
  languageName: string;
  direction: "ltr" | "rtl";
  address: string | null;
  cut: boolean;
  pieces: { text: string; claims: string[] }[];
  claims: (Claim & { said: string })[];
}
export interface Parameter {
  name: string;
  type: string;
  description: string;
  required: boolean;
  default: string;
  choices: { value: string; label: string }[];
  minimum: string | null;
  maximum: string | null;
  pattern: string | null;
}
export interface Form {
  name: string;
  title: string;
  question: string;
  tags: string[];
  parameters: Parameter[];
  text: string;
}
export interface Forms { queries: Form[] }
export interface Answer {
  title: string;
  question: string;
  total: number;
  complete: boolean;
  sentences: string[];
  columns: { name: string; type: string; meaning: string }[];
  rows: string[][];
}
