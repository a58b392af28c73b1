/** Name, picture and readers of a view that is to be kept. */
import { t } from "../../shared/i18n";
import { Icon } from "../../shared/ui/Icon";
import { Field } from "../start/Field";
import * as state from "../store/state";
import { SAVED_ICONS } from "./icons";
import type { Name } from "./saving";

interface Props {
  name: Name;
  error: { field: string; words: string } | null;
  edit: (change: Partial<Name>) => void;
}

export function SaveForm({ name, error, edit }: Props) {
  const shares = state.me.value.permissions.includes("views.share");
  const own = state.teams.value.filter((team) => state.me.value.team_ids.includes(team.id));
  const wrong = (field: string) => (error?.field === field ? error.words : undefined);
  const reader = name.scope === "team" ? `team:${name.team_id}` : name.scope;
  return (
    <div class="vsave">
      <Field id="view-name" label={t("Name of the view")} error={wrong("name")}>
        <input
          class="input"
          id="view-name"
          type="text"
          required
          maxLength={80}
          autocomplete="off"
          value={name.name}
          aria-invalid={wrong("name") !== undefined}
          onInput={(event) => edit({ name: event.currentTarget.value })}
        />
      </Field>
      {shares && (
        <Field id="view-scope" label={t("Who sees it")} error={wrong("scope") ?? wrong("team_id")}>
          <select
            class="input"
            id="view-scope"
            value={reader}
            onChange={(event) => {
              const [scope, team] = event.currentTarget.value.split(":");
              edit({ scope: scope as Name["scope"], team_id: team ? Number(team) : null });
            }}
          >
            <option value="agent">{t("Only me")}</option>
            {own.map((team) => (
              <option key={team.id} value={`team:${team.id}`}>
                {t("Team {name}", { name: team.name })}
              </option>
            ))}
            <option value="all">{t("Everyone")}</option>
          </select>
        </Field>
      )}
      <fieldset class="vicons">
        <legend>{t("Picture")}</legend>
        {SAVED_ICONS.map((icon) => (
          <label key={icon} title={icon}>
            <input
              class="sr"
              type="radio"
              name="view-icon"
              checked={name.icon === icon}
              onChange={() => edit({ icon })}
            />
            <Icon name={icon} />
            <span class="sr">{icon.replaceAll("-", " ")}</span>
          </label>
        ))}
      </fieldset>
    </div>
  );
}
