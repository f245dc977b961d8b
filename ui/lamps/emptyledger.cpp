#include "lamps/emptyledger.h"

#include "base/literals.h"

#include <QCoreApplication>

#include <algorithm>

namespace parking::ui {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("parking::ui::DownlinksPage", text);
}

bool hasCheck(const domain::Health &health, QStringView name)
{
    return std::any_of(health.checks.cbegin(), health.checks.cend(),
                       [name](const domain::HealthCheck &check) { return check.name == name; });
}

} // namespace

NoticePage::Content noticeOf(const EmptyLedger &ledger, const domain::Health &health)
{
    NoticePage::Content content{.icon = u"lamp"_s, .title = {}, .text = {}};
    if (ledger.isAmissOnly) {
        content.title = ledger.uncommanded > 0 ? tr("These lamps were never commanded")
                                               : tr("No lamp is known to show the wrong thing");
        content.text = tr("The inspector of a space tells what is known of its lamp.");
        content.actions = {{tr("Show all"), ledger.showAll}};
    } else if (ledger.isFiltered) {
        content.title = tr("Nothing found with this filter");
        content.text = tr("Other commands of this period may be there.");
        content.actions = {{tr("Show all"), ledger.showAll}};
    } else if (health.ingesting && !hasCheck(health, u"chirpstack")) {
        content.title = tr("Lamps are not commanded");
        content.text = tr("ChirpStack is not set up: set CHIRPSTACK_HOST and CHIRPSTACK_API_KEY.");
    } else if (ledger.hasPeriod) {
        content.title = tr("No lamp was commanded in this period");
        content.text = tr("Lamps are commanded when the state of their space changes.");
        content.actions = {{tr("Show all times"), ledger.showAllTimes}};
    } else {
        content.title = tr("No lamp was commanded yet");
        content.text = tr("Give spaces a display: in the CSV file, column display_eui.");
    }
    return content;
}

} // namespace parking::ui
