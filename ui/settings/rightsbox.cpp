#include "settings/rightsbox.h"

#include "base/literals.h"
#include "widgets/role.h"
#include "widgets/textstyle.h"

#include <QHBoxLayout>

namespace parking::ui {

RightsBox::RightsBox(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    m_login = makeLabel(this);
    m_login->setWordWrap(true);
    setTextStyle(*m_login, "strong"_L1);
    m_rows = new QVBoxLayout(this);
    m_rows->setContentsMargins(0, 0, 0, 0);
    m_rows->setSpacing(6);
    m_rows->addWidget(m_login);
    connect(&theme, &Theme::changed, this, &RightsBox::refresh);
    setUnknown(tr("The database has not told yet what this login may do."));
}

void RightsBox::setRights(const domain::DatabaseRights &rights)
{
    m_login->setText(loginText(rights));
    m_rights = rightRows(rights);
    refresh();
}

void RightsBox::setUnknown(const QString &why)
{
    m_login->setText(why);
    m_rights.clear();
    refresh();
}

void RightsBox::refresh()
{
    while (m_signs.size() < m_rights.size()) {
        auto *line = new QHBoxLayout;
        line->setSpacing(8);
        m_signs.append(makeLabel(this));
        m_words.append(makeLabel(this));
        m_words.last()->setWordWrap(true);
        line->addWidget(m_signs.last());
        line->addWidget(m_words.last(), 1);
        m_rows->addLayout(line);
    }
    const Tokens &t = m_theme.tokens();
    for (qsizetype i = 0; i < m_signs.size(); ++i) {
        const bool shows = i < m_rights.size();
        m_signs[i]->setVisible(shows);
        m_words[i]->setVisible(shows);
        if (!shows)
            continue;
        const RightRow &row = m_rights[i];
        m_signs[i]->setPixmap(m_theme.pixmap(row.may ? u"check"_s : u"minus"_s, 16,
                                             row.may ? t.ok : t.text3, devicePixelRatioF()));
        m_words[i]->setText(row.may ? row.text : tr("%1 – no").arg(row.text));
        setRole(*m_words[i], row.may ? QLatin1StringView() : "secondary"_L1);
    }
}

} // namespace parking::ui
