#include "shell/statusline.h"

#include "base/literals.h"
#include "domain/problems.h"
#include "labels.h"

#include <QLocale>
#include <QPainter>
#include <QPainterPath>

namespace parking::ui {

using domain::HealthLevel;

StatusLine::StatusLine(const Situation &situation, const Theme &theme, QWidget *parent)
    : QWidget(parent), m_situation(situation), m_theme(theme)
{
    setFixedHeight(28);
    setCursor(Qt::PointingHandCursor);
    setToolTip(tr("Open Health"));
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    connect(&situation, &Situation::nowChanged, this, qOverload<>(&QWidget::update));
    connect(&situation, &Situation::healthChanged, this, &StatusLine::refresh);
    if (!situation.health().checks.isEmpty())
        refresh();
}

void StatusLine::refresh()
{
    const domain::Health &health = m_situation.health();
    m_checks = labels::shownChecks(health);
    QStringList words{labels::sentence(health)};
    for (const domain::HealthCheck &check : std::as_const(m_checks)) {
        if (const QString word = labels::brief(check); !word.isEmpty())
            words.append(tr("%1: %2").arg(labels::title(check), word));
    }
    if (health.downlinksWaiting > 0)
        words.append(tr("%n lamp commands wait", nullptr, int(health.downlinksWaiting)));
    setAccessibleName(words.join(u'\n'));
    update();
}

/// A disc works, a ring connects, a triangle fails: shape says it as well as colour.
double StatusLine::paintCheck(QPainter &painter, double x, const domain::HealthCheck &check)
{
    const Tokens &t = m_theme.tokens();
    const double y = height() / 2.0;
    const bool isConnecting = check.problem == problem::kBrokerConnecting;
    if (check.level == HealthLevel::Unhealthy && !isConnecting) {
        QPainterPath triangle;
        triangle.addPolygon(QPolygonF({QPointF(x, y + 4), QPointF(x + 4.5, y - 4.5),
                                       QPointF(x + 9, y + 4), QPointF(x, y + 4)}));
        painter.fillPath(triangle, t.danger);
    } else if (const QString word = labels::brief(check);
               check.level != HealthLevel::Healthy || !word.isEmpty()) {
        painter.setPen(QPen(word.isEmpty() ? t.warning : t.strong, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(QPointF(x + 4, y), 3.2, 3.2);
    } else {
        painter.setPen(Qt::NoPen);
        painter.setBrush(t.ok);
        painter.drawEllipse(QPointF(x + 4, y), 4, 4);
    }
    x += 14;
    const QFontMetricsF metrics(painter.font());
    const auto write = [&](const QString &text, const QColor &colour) {
        painter.setPen(colour);
        painter.drawText(QPointF(x, y + metrics.ascent() / 2 - 1), text);
        x += metrics.horizontalAdvance(text) + 5;
    };
    write(labels::title(check),
          check.level == HealthLevel::Unhealthy && !isConnecting ? t.danger : t.text2);
    if (const QString word = labels::brief(check); !word.isEmpty())
        write(word, t.text3);
    else if (check.latencyMs && check.level == HealthLevel::Healthy)
        write(tr("%1 ms").arg(qMax(1, qRound(*check.latencyMs))), t.text3);
    return x + 14;
}

void StatusLine::paintEvent(QPaintEvent *)
{
    const Tokens &t = m_theme.tokens();
    const domain::Health &health = m_situation.health();
    const UtcTime now = m_situation.now();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), t.surface);
    painter.fillRect(QRectF(0, 0, width(), 1), t.border);
    painter.setFont(m_theme.font(TextStyle::Caption));
    double x = 16;
    for (const char *name : {"mqtt", "database", "chirpstack", "station"}) {
        for (const domain::HealthCheck &check : std::as_const(m_checks)) {
            if (check.name == QLatin1StringView(name))
                x = paintCheck(painter, x, check);
        }
    }
    // What has no room is left out, not cut: it stands on the page Health too.
    const QFontMetricsF metrics(painter.font());
    const double base = height() / 2.0 + metrics.ascent() / 2 - 1;
    const double end = width() - 16;
    const auto write = [&](const QString &text, const QColor &colour, double least) {
        const double wide = metrics.horizontalAdvance(text);
        if (x + wide > end)
            return;
        painter.setPen(colour);
        painter.drawText(QPointF(x, base), text);
        x += qMax(wide, least) + 14;
    };
    painter.fillRect(QRectF(x - 4, 8, 1, 12), t.border);
    x += 8;
    write(tr("Backlog %1").arg(labels::number(int(health.backlog))),
          health.backlog > 1000 ? t.warning : t.text2, 76);
    if (health.lastUplink)
        write(tr("Last uplink %1").arg(labels::ago(now - *health.lastUplink)), t.text2, 118);
    if (health.downlinksWaiting > 0)
        write(tr("%n lamp commands wait", nullptr, int(health.downlinksWaiting)), t.text2, 0);
    painter.setPen(t.text2);
    painter.drawText(QRectF(rect()).adjusted(0, 0, -16, 0), Qt::AlignRight | Qt::AlignVCenter,
                     clock(width() - 16 - x));
}

/// What of date and time there is room for.
QString StatusLine::clock(double room) const
{
    const QDateTime local = toDateTime(m_situation.now()).toLocalTime();
    const QString time = local.time().toString(tr("HH:mm:ss"));
    const QString all = QLocale().toString(local.date(), tr("ddd d MMM")) + u"  "_s + time;
    const QFontMetricsF metrics(m_theme.font(TextStyle::Caption));
    for (const QString &words : {all, time}) {
        if (metrics.horizontalAdvance(words) <= room)
            return words;
    }
    return {};
}

void StatusLine::mousePressEvent(QMouseEvent *)
{
    Q_EMIT clicked();
}

} // namespace parking::ui
