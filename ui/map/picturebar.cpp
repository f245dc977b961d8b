#include "map/picturebar.h"

#include "base/literals.h"
#include "widgets/numberfield.h"
#include "widgets/role.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>

namespace parking::ui {

namespace {

constexpr double kFarthest = 1000; // metres
constexpr double kNarrowest = 0.5;
constexpr int kFaintest = 10; // per cent

/// Coordinates of an import begin anywhere.
void setMetres(QDoubleSpinBox &box, double metres)
{
    box.setRange(qMin(0.0, metres) - kFarthest, qMax(0.0, metres) + kFarthest);
    box.setValue(metres);
}

} // namespace

PictureBar::PictureBar(const Theme &theme, QWidget *parent) : QWidget(parent)
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    m_width = addMetres(*layout, tr("Picture"), tr("Width of the picture"), kNarrowest);
    m_left = addMetres(*layout, tr("from left"), tr("Left edge of the picture"), -kFarthest);
    m_top = addMetres(*layout, tr("from top"), tr("Upper edge of the picture"), -kFarthest);
    connect(m_width, &QDoubleSpinBox::valueChanged, this, [this](double metres) {
        edit([metres, now = area()](auto &backdrop) {
            backdrop.area =
                QRectF(now.topLeft(), now.size() * (metres / qMax(kNarrowest, now.width())));
        });
    });
    connect(m_left, &QDoubleSpinBox::valueChanged, this, [this](double metres) {
        edit([metres, now = area()](auto &backdrop) {
            backdrop.area = now.translated(metres - now.left(), 0);
        });
    });
    connect(m_top, &QDoubleSpinBox::valueChanged, this, [this](double metres) {
        edit([metres, now = area()](auto &backdrop) {
            backdrop.area = now.translated(0, metres - now.top());
        });
    });
    layout->addWidget(makeLabel(this, "secondary"_L1, tr("strength")));
    m_opacity = new CountField(tr("Strength of the picture"), this);
    m_opacity->setRange(kFaintest, 100);
    m_opacity->setSingleStep(10);
    m_opacity->setKeyboardTracking(false);
    m_opacity->setSuffix(u"\u202f%"_s);
    connect(m_opacity, &QSpinBox::valueChanged, this, [this](int percent) {
        edit([percent](auto &backdrop) { backdrop.opacity = percent / 100.0; });
    });
    layout->addWidget(m_opacity);
    auto *remove = new QPushButton(theme.icon(u"close"_s), {}, this);
    remove->setProperty("kind", u"icon"_s);
    remove->setToolTip(tr("Remove the picture of the floor"));
    remove->setAccessibleName(remove->toolTip());
    connect(remove, &QPushButton::clicked, this, [this] {
        FloorSheet sheet = m_sheet;
        sheet.picture.clear();
        sheet.type.clear();
        sheet.backdrop = {};
        Q_EMIT edited(sheet);
    });
    layout->addWidget(remove);
    layout->addStretch();
}

QDoubleSpinBox *PictureBar::addMetres(QHBoxLayout &layout, const QString &text, const QString &name,
                                      double least)
{
    layout.addWidget(makeLabel(this, "secondary"_L1, text));
    auto *box = new NumberField(name, this);
    box->setRange(least, kFarthest);
    box->setSingleStep(0.5);
    box->setDecimals(2);
    box->setKeyboardTracking(false);
    box->setSuffix(u"\u202fm"_s);
    box->setToolTip(name);
    layout.addWidget(box);
    return box;
}

QRectF PictureBar::area() const
{
    const QRectF &area = m_sheet.backdrop.area;
    return area.isEmpty() ? QRectF(0, 0, m_sheet.widthM, m_sheet.heightM) : area;
}

void PictureBar::edit(const std::function<void(domain::FloorPlan::Backdrop &)> &change)
{
    FloorSheet sheet = m_sheet;
    change(sheet.backdrop);
    Q_EMIT edited(sheet);
}

void PictureBar::setSheet(const FloorSheet &sheet)
{
    m_sheet = sheet;
    setVisible(!sheet.picture.isEmpty());
    const QSignalBlocker blockers[] = {QSignalBlocker(m_left), QSignalBlocker(m_top),
                                       QSignalBlocker(m_width), QSignalBlocker(m_opacity)};
    setMetres(*m_left, area().left());
    setMetres(*m_top, area().top());
    m_width->setValue(area().width());
    m_opacity->setValue(qRound(sheet.backdrop.opacity * 100));
}

} // namespace parking::ui
