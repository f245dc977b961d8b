#include "lamps/lampsection.h"

#include "widgets/role.h"
#include "widgets/sectionhead.h"

#include <QVBoxLayout>

namespace parking::ui {

LampSection::LampSection(const Situation &situation, const Theme &theme, QWidget *parent)
    : QWidget(parent)
{
    m_card = new LampCard(situation, theme, this);
    auto *box = new QVBoxLayout;
    box->setContentsMargins(20, 8, 20, 12);
    box->setSpacing(2);
    box->addWidget(new SectionHead(tr("Lamp"), m_card, theme, this));
    box->addWidget(m_card);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeRule(this));
    layout->addLayout(box);
    hide();
}

void LampSection::setSpace(const std::optional<domain::SpaceId> &space)
{
    m_space = space;
    hide();
    ask();
}

void LampSection::ask()
{
    if (m_space)
        Q_EMIT wanted(*m_space);
}

void LampSection::setLamp(const domain::SpaceId &space,
                          const std::optional<domain::LampStatus> &lamp)
{
    if (m_space != space)
        return;
    setVisible(lamp.has_value());
    if (lamp)
        m_card->setLamp(*lamp);
}

} // namespace parking::ui
