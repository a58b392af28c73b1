/** The dialogs that most days nobody needs. */
import { shownPicture } from "../pictures/showing";
import { asked } from "../selection/asking";
import { rowMenu } from "../selection/menu";
import { surgeryAsked } from "../surgery/asked";
import { timeAsked } from "../times/asked";
import { Lazy } from "./Lazy";

export function Rare() {
  return (
    <>
      <Lazy wanted={surgeryAsked} load={() => import("../surgery/Dialogs")} />
      <Lazy wanted={timeAsked} load={() => import("../times/TimeDialog")} />
      <Lazy wanted={asked} load={() => import("../selection/TagDialog")} />
      <Lazy wanted={rowMenu} load={() => import("../selection/RowMenu")} />
      <Lazy wanted={shownPicture} load={() => import("../pictures/Lightbox")} />
    </>
  );
}
