#include "lamps/troublelist.h"

#include "base/literals.h"
#include "labels.h"
#include "lamps/lamplabels.h"
#include "widgets/role.h"
#include "widgets/textstyle.h"

#include <QHBoxLayout>
#include <QPushButton>

#include <algorithm>

namespace parking::ui {

TroubleList::TroubleList(const Situation &situation, const Theme &theme, QWidget *parent)
    : QFrame(parent), m_situation(situation), m_theme(theme)
{
    setObjectName(u"card"_s);
    m_title = makeLabel(this);
    setTextStyle(*m_title, "cardTitle"_L1);
    m_lines = new QVBoxLayout(this);
    m_lines->setContentsMargins(16, 10, 16, 10);
    m_lines->setSpacing(4);
    m_lines->addWidget(m_title);
    connect(&theme, &Theme::changed, this, &TroubleList::rebuild);
    hide();
}

void TroubleList::setTroubles(const std::optional<QList<domain::LampTrouble>> &troubles)
{
    QList<domain::LampTrouble> sorted = troubles.value_or(QList<domain::LampTrouble>());
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const domain::LampTrouble &a, const domain::LampTrouble &b) {
                         return a.since.value_or(UtcTime::max()) < b.since.value_or(UtcTime::max());
                     });
    const bool isSame = sorted == m_troubles && m_shown;
    m_troubles = sorted;
    setVisible(!m_troubles.isEmpty());
    if (!isSame)
        rebuild();
}

void TroubleList::rebuild()
{
    delete m_shown;
    m_shown = new QWidget(this);
    auto *lines = new QVBoxLayout(m_shown);
    lines->setContentsMargins(0, 0, 0, 0);
    lines->setSpacing(4);
    m_title->setText(tr("%n lamps do not show what they should", nullptr, int(m_troubles.size())));
    for (const domain::LampTrouble &trouble :
         m_troubles.mid(0, std::min(qsizetype(kNamed), m_troubles.size()))) {
        auto *sign = makeLabel(m_shown);
        sign->setPixmap(
            m_theme.pixmap(u"warning"_s, 16, m_theme.tokens().danger, devicePixelRatioF()));
        auto *lamp = new QPushButton(trouble.space, m_shown);
        lamp->setProperty("kind", u"link"_s);
        lamp->setToolTip(tr("Open this lamp"));
        lamp->setAccessibleName(tr("Open the lamp of %1").arg(trouble.space));
        connect(lamp, &QPushButton::clicked, this,
                [this, device = trouble.devEui] { Q_EMIT lampChosen(device); });
        QString words = labels::lampTrouble(trouble.problem);
        if (trouble.since)
            words =
                tr("%1, since %2").arg(words, labels::moment(*trouble.since, m_situation.now()));
        auto *why = makeLabel(m_shown, "secondary"_L1, words);
        auto *line = new QHBoxLayout;
        line->setSpacing(8);
        line->addWidget(sign);
        line->addWidget(lamp);
        line->addWidget(why, 1);
        lines->addLayout(line);
    }
    if (m_troubles.size() > kNamed) {
        auto *all =
            new QPushButton(tr("and %n more", nullptr, int(m_troubles.size()) - kNamed), m_shown);
        all->setProperty("kind", u"link"_s);
        connect(all, &QPushButton::clicked, this, &TroubleList::allWanted);
        lines->addWidget(all, 0, Qt::AlignLeft);
    }
    m_lines->addWidget(m_shown);
    m_shown->show();
}

} // namespace parking::ui
