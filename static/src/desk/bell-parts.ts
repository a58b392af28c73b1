/** What the bell tells, as the server sends it. */
/** What the agent was told: a sentence, and the ticket it is about. */
export interface Told {
  number: number;
  subject: string;
  words: string;
  read: boolean;
  at: string;
}

/** The bell's news: the numbers of tickets with something unread, and what is new, if anything is. */
export interface Bell {
  unread: number[];
  notification?: Told | null;
}
