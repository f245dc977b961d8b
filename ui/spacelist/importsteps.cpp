#include "spacelist/importsteps.h"

#include "base/literals.h"

#include <QPainter>

namespace parking::ui {

namespace {

constexpr int kDisc = 20;
constexpr int kGap = 8; ///< between disc and name
constexpr int kLine = 32; ///< between two steps
constexpr int kAround = 12; ///< such a line

} // namespace

ImportSteps::ImportSteps(const QStringList &names, const Theme &theme, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_names(names)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
    setStep(0);
}

void ImportSteps::setStep(int step)
{
    m_step = step;
    setAccessibleName(
        step < m_names.size()
            ? tr("Step %1 of %2: %3").arg(step + 1).arg(m_names.size()).arg(m_names[step])
            : tr("All %1 steps are done").arg(m_names.size()));
    update();
}

int ImportSteps::widthOf(int step) const
{
    const QFontMetrics metrics(m_theme.font(TextStyle::BodyStrong));
    return kDisc + kGap + metrics.horizontalAdvance(m_names[step]);
}

QSize ImportSteps::sizeHint() const
{
    int wide = 2;
    for (int step = 0; step < int(m_names.size()); ++step)
        wide += widthOf(step) + (step > 0 ? kLine + 2 * kAround : 0);
    return {wide, m_theme.scaled(28)};
}

void ImportSteps::paintEvent(QPaintEvent *)
{
    const Tokens &t = m_theme.tokens();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    double x = 1;
    const double middle = height() / 2.0;
    for (int step = 0; step < int(m_names.size()); ++step) {
        if (step > 0) {
            painter.setPen(QPen(t.strong, 1));
            painter.drawLine(QPointF(x + kAround, middle), QPointF(x + kAround + kLine, middle));
            x += kLine + 2 * kAround;
        }
        const bool isDone = step < m_step;
        const bool isOpen = step == m_step;
        const QRectF disc(x + 0.5, middle - kDisc / 2.0 + 0.5, kDisc - 1, kDisc - 1);
        painter.setPen(QPen(isDone ? t.ok : isOpen ? t.accent : t.strong, 1.2));
        painter.setBrush(isDone ? t.okSoft : isOpen ? t.accent : t.surface);
        painter.drawEllipse(disc);
        if (isDone) {
            painter.drawPixmap(QPointF(disc.left() + 3, disc.top() + 3),
                               m_theme.pixmap(u"check"_s, kDisc - 7, t.ok, devicePixelRatioF()));
        } else {
            painter.setFont(m_theme.font(TextStyle::Axis));
            painter.setPen(isOpen ? t.accentText : t.text2);
            painter.drawText(disc, Qt::AlignCenter, QString::number(step + 1));
        }
        painter.setFont(m_theme.font(isOpen ? TextStyle::BodyStrong : TextStyle::Body));
        painter.setPen(isOpen ? t.text : t.text2);
        painter.drawText(QRectF(x + kDisc + kGap, 0, widthOf(step), height()),
                         Qt::AlignLeft | Qt::AlignVCenter, m_names[step]);
        x += widthOf(step);
    }
}

} // namespace parking::ui
