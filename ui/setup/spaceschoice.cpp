#include "setup/spaceschoice.h"

#include "base/literals.h"
#include "widgets/role.h"

#include <QRadioButton>
#include <QVBoxLayout>

namespace parking::ui {

SpacesChoice::SpacesChoice(const Theme &, QWidget *parent) : QWidget(parent)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 4, 0, 4);
    column->setSpacing(8);
    for (const QString &text :
         {QString(), tr("Import a CSV file"), tr("Add them by hand, and draw them on a plan"),
          tr("Later, or they are there already")}) {
        auto *button = new QRadioButton(text, this);
        column->addWidget(button);
        m_buttons.append(button);
    }
    setFocusProxy(m_buttons.last());
    setHeard(0, true);
}

void SpacesChoice::setHeard(int devices, bool isNew)
{
    QRadioButton *heard = m_buttons.first();
    heard->setText(devices == 0
                       ? tr("A first list from the devices that are heard: none was yet")
                       : tr("A first list: %n spaces named after their sensors", nullptr, devices));
    heard->setEnabled(devices > 0);
    QRadioButton *chosen = devices > 0 && isNew ? heard : m_buttons.last();
    chosen->setChecked(true);
    setFocusProxy(chosen);
}

FirstSpaces SpacesChoice::choice() const
{
    for (qsizetype i = 0; i < m_buttons.size(); ++i) {
        if (m_buttons[i]->isChecked())
            return FirstSpaces(i);
    }
    return FirstSpaces::Later;
}

} // namespace parking::ui
