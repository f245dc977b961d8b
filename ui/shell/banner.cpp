#include "shell/banner.h"

#include "base/literals.h"
#include "healthlabels.h"
#include "labels.h"
#include "widgets/role.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace parking::ui {

Banner::Banner(const Situation &situation, QWidget *parent) : QFrame(parent), m_situation(situation)
{
    setObjectName(u"banner"_s);
    setMinimumHeight(40);
    m_text = makeLabel(this);
    m_text->setWordWrap(true);
    auto *details = new QPushButton(tr("Details"), this);
    details->setProperty("kind", u"link"_s);
    connect(details, &QPushButton::clicked, this, &Banner::detailsRequested);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(20, 4, 20, 4);
    layout->addWidget(m_text, 1);
    layout->addWidget(details);
    hide();
    connect(&situation, &Situation::healthChanged, this, &Banner::refresh);
    connect(&situation, &Situation::nowChanged, this, &Banner::refresh);
    connect(&situation, &Situation::refusalChanged, this, &Banner::refresh);
    refresh();
}

void Banner::setSaidBelow(bool said)
{
    m_isSaidBelow = said;
    refresh();
}

void Banner::refresh()
{
    const domain::HealthCheck *worst = m_situation.trouble();
    const auto &refusal = m_situation.refusal();
    if (refusal)
        m_text->setText(tr("This window could not begin. %1").arg(labels::text(*refusal)));
    else if (worst)
        m_text->setText(tr("%1 Since %2. %3")
                            .arg(labels::text(*worst),
                                 labels::moment(worst->since, m_situation.now()),
                                 labels::advice(*worst, m_situation.health())));
    const bool isNeeded = refusal || (worst && !m_isSaidBelow);
    if (isHidden() == isNeeded)
        setVisible(isNeeded);
}

} // namespace parking::ui
