#include "devices/replacedialog.h"

#include "base/literals.h"
#include "devices/devicelabels.h"
#include "labels.h"
#include "widgets/arrowbox.h"
#include "widgets/dialogparts.h"
#include "widgets/role.h"

#include <QComboBox>
#include <QVBoxLayout>

namespace parking::ui {

ReplaceDialog::ReplaceDialog(const domain::FleetDevice &old,
                             const QList<domain::FleetDevice> &candidates, UtcTime now,
                             const Theme &theme, QWidget *parent)
    : QDialog(parent), m_candidates(candidates), m_choice(new ArrowBox(theme, this))
{
    QVBoxLayout *column = makeColumn(
        *this, theme, tr("What replaces %1 on %2?").arg(labels::name(old.device), old.place.code));
    auto *text = makeLabel(this, "secondary"_L1,
                           tr("The space keeps its history. The old device is retired, and what it "
                              "says does not count any more."));
    text->setWordWrap(true);
    for (const domain::FleetDevice &d : candidates)
        m_choice->addItem(tr("%1 · %2 · first heard %3")
                              .arg(labels::name(d.device), labels::eui(d.device.devEui),
                                   labels::moment(d.device.firstHeard, now)));
    m_choice->setAccessibleName(tr("New device"));
    column->addWidget(text);
    column->addWidget(m_choice);
    addButtons(*this, *column, tr("Replace"), tr("Keep it"));
}

const domain::FleetDevice &ReplaceDialog::chosen() const
{
    return m_candidates[std::max(0, m_choice->currentIndex())];
}

} // namespace parking::ui
