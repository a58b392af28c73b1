/** What the widget's doors send; see helpdesk/widget/serialise.py and frame.py. */
export interface Message {
  id: number;
  from: "visitor" | "agent" | "other";
  name: string;
  text: string;
  files: { id: number; name: string; size: number }[];
  created_at: string;
  client_key: string | null;
  survey: Survey | null;
}

/** A question how it went, and the answer so far. */
export interface Survey {
  id: number;
  score: number | null;
  comment: string | null;
  expires_at: string;
}

export interface Page {
  inbox: string;
  name: string;
  greeting: string;
  sites: string[];
  token: string;
  open: boolean;
  asks_email: boolean;
}

export interface Claim {
  user_id: string;
  email?: string | null;
  exp: number;
  signature: string;
}

/** Something the visitor wrote that the server has not confirmed. */
export interface Unsent {
  client_key: string;
  text: string;
  state: "sending" | "failed";
  error: string;
}
