// Small helps for pages that already work without them.
import { forgetWhatWasSent, quickExit } from "./quick-exit.js";
import { quietSending } from "./quiet-sending.js";
import { errorSummary } from "./error-summary.js";
import { tabsInSight } from "./tabs.js";
import { review } from "./review.js";
import { dropZone, keepTyping, pickAll } from "./small-helps.js";

quickExit(document);
forgetWhatWasSent(document);
quietSending(document);
errorSummary(document);
tabsInSight(document);
review(document);
dropZone(document);
keepTyping(document);
pickAll(document);
document.documentElement.classList.add("scripted");
