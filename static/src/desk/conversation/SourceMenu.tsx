/** What else one can do with a message that arrived: look at its source. */
import { t } from "../../shared/i18n";
import { Icon } from "../../shared/ui/Icon";
import { Menu } from "../../shared/ui/Menu";

export function SourceMenu({ url }: { url: string }) {
  const choices = [
    {
      key: "source",
      label: t("Show the source"),
      icon: "code-xml" as const,
      pick: () => void open(url, "_blank", "noopener"),
    },
  ];
  return (
    <Menu label={t("More about this message")} button="btn ghost icon" place="right" choices={choices}>
      <Icon name="ellipsis" size="s" />
    </Menu>
  );
}
