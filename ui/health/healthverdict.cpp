#include "health/healthverdict.h"

#include "base/literals.h"
#include "widgets/role.h"
#include "widgets/textstyle.h"

#include <QHBoxLayout>

namespace parking::ui {

HealthVerdictBox::HealthVerdictBox(const Theme &theme, QWidget *parent)
    : QFrame(parent), m_theme(theme)
{
    setObjectName(u"verdict"_s);
    QSizePolicy policy(QSizePolicy::Preferred,
                       QSizePolicy::Fixed); // a large window has no more words
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    m_sign = makeLabel(this);
    m_sentence = makeLabel(this);
    m_sentence->setObjectName(u"healthSentence"_s);
    setTextStyle(*m_sentence, "pageTitle"_L1);
    m_sentence->setWordWrap(true);
    m_under = makeLabel(this, "secondary"_L1);
    m_under->setWordWrap(true);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(4);
    texts->addStretch(1);
    texts->addWidget(m_sentence);
    texts->addWidget(m_under);
    texts->addStretch(1);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(20, 12, 20, 12);
    layout->setSpacing(18);
    layout->addWidget(m_sign);
    layout->addLayout(texts, 1);
    connect(&theme, &Theme::changed, this, &HealthVerdictBox::refresh);
}

void HealthVerdictBox::setVerdict(const HealthVerdict &verdict)
{
    m_verdict = verdict;
    refresh();
}

void HealthVerdictBox::refresh()
{
    setMinimumHeight(m_theme.scaled(84));
    setRole(*this,
            m_verdict.sign == CheckSign::Works       ? "ok"_L1
                : m_verdict.sign == CheckSign::Fails ? "danger"_L1
                : m_verdict.sign == CheckSign::Warns ? "warning"_L1
                                                     : "running"_L1);
    m_sign->setPixmap(signOf(m_theme, m_verdict.sign, 40, devicePixelRatioF()));
    m_sentence->setText(m_verdict.sentence);
    m_under->setText(m_verdict.under);
    m_under->setVisible(!m_verdict.under.isEmpty());
}

} // namespace parking::ui
