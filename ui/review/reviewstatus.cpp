#include "review/reviewstatus.h"

#include "base/literals.h"
#include "shownzone.h"
#include "widgets/role.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPainter>

namespace parking::ui {

ReviewStatus::ReviewStatus(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    setFixedHeight(28);
    m_sign = makeLabel(this);
    m_name = makeLabel(this, "caption"_L1);
    m_state = makeLabel(this, "caption"_L1);
    m_state->setObjectName(u"archiveState"_s);
    m_counts = makeLabel(this, "caption"_L1);
    m_moment = makeLabel(this, "caption"_L1);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(16, 0, 16, 0);
    layout->setSpacing(16);
    auto *named = new QHBoxLayout;
    named->setSpacing(8);
    named->addWidget(m_sign);
    named->addWidget(m_name);
    layout->addLayout(named);
    layout->addWidget(m_state);
    layout->addWidget(m_counts);
    layout->addStretch();
    layout->addWidget(m_moment);
    connect(&theme, &Theme::changed, this, &ReviewStatus::refresh);
    refresh();
}

void ReviewStatus::setSource(const Source &source)
{
    m_source = source;
    refresh();
}

void ReviewStatus::setCheck(Check check, const QString &words)
{
    m_check = check;
    m_words = words;
    refresh();
}

void ReviewStatus::setMoment(UtcTime moment)
{
    const QDateTime local = labels::local(moment);
    m_moment->setText(tr("shown %1  %2")
                          .arg(QLocale().toString(local.date(), tr("ddd d MMM")),
                               local.time().toString(tr("HH:mm:ss")))
                      + (m_source.zone.isEmpty() ? QString() : u"  "_s + m_source.zone));
}

void ReviewStatus::refresh()
{
    const Tokens &t = m_theme.tokens();
    const QLocale locale;
    const bool isBad = m_check == Check::Damaged;
    if (isBad) {
        m_sign->setPixmap(m_theme.pixmap(u"warning"_s, 14, t.warning, devicePixelRatioF()));
    } else {
        QPixmap square(QSize(8, 8) * devicePixelRatioF());
        square.setDevicePixelRatio(devicePixelRatioF());
        square.fill(m_check == Check::Whole ? t.text2 : t.border);
        m_sign->setPixmap(square);
    }
    m_state->setVisible(m_source.bytes > 0);
    if (m_source.bytes == 0) {
        m_name->setText(tr("The running database, as it was"));
        m_counts->setText(tr("%1 spaces").arg(locale.toString(m_source.spaces)));
        return;
    }
    m_name->setText(tr("Archive %1").arg(m_source.name));
    const QString size = locale.formattedDataSize(m_source.bytes, 0);
    switch (m_check) {
    case Check::Running:
        m_state->setText(tr("%1, is being checked").arg(size));
        break;
    case Check::Whole:
        m_state->setText(tr("%1, checked, not damaged").arg(size));
        break;
    case Check::Damaged:
        m_state->setText(tr("%1, damaged: what is shown may be wrong").arg(size));
        break;
    case Check::NotDone:
        m_state->setText(tr("%1, could not be checked").arg(size));
        break;
    }
    m_state->setToolTip(m_words);
    setRole(*m_state, isBad ? "warning"_L1 : "caption"_L1);
    QString counts = tr("%1 spaces, %2 devices, %3 changes")
                         .arg(locale.toString(m_source.spaces), locale.toString(m_source.devices),
                              locale.toString(m_source.changes));
    if (m_source.readings > 0)
        counts = tr("%1, %2 readings").arg(counts, locale.toString(m_source.readings));
    m_counts->setText(counts);
}

void ReviewStatus::paintEvent(QPaintEvent *)
{
    const Tokens &t = m_theme.tokens();
    QPainter painter(this);
    painter.fillRect(rect(), t.surface);
    painter.fillRect(QRectF(0, 0, width(), 1), t.border);
}

} // namespace parking::ui
