#include "review/perioddialog.h"

#include "base/literals.h"
#include "widgets/dialogparts.h"
#include "widgets/role.h"

#include <QPushButton>
#include <QVBoxLayout>

namespace parking::ui {

PeriodDialog::PeriodDialog(UtcTime now, const Theme &theme, QWidget *parent)
    : QDialog(parent), m_period(new PeriodFields(theme, this))
{
    auto *layout = makeColumn(*this, theme, tr("Look at the past"));
    auto *what = makeLabel(this, "secondary"_L1,
                           tr("The site at any moment of a period, in a window of its own. What "
                              "is live goes on."));
    what->setWordWrap(true);
    layout->addWidget(what);
    m_period->setNow(now);
    layout->addWidget(m_period);
    m_yes = addButtons(*this, *layout, tr("Look at it"), tr("Cancel"));
    setMinimumWidth(theme.scaled(520));
    connect(m_period, &PeriodFields::changed, this,
            [this] { m_yes->setEnabled(m_period->isValid()); });
    m_period->setFocus();
}

} // namespace parking::ui
