#pragma once

#include "map/mapview.h"
#include "map/picturebar.h"

#include <QFrame>

class QDoubleSpinBox;
class QHBoxLayout;
class QLabel;
class QPushButton;

namespace parking::ui {

/// The bar above the map while a floor's layout is edited.
class EditBar : public QFrame {
    Q_OBJECT

public:
    EditBar(MapView &view, const Theme &theme, QWidget *parent = nullptr);

    void setSaving(bool saving); ///< the draft is on its way
    void setRefusal(const Error &error); ///< it was not stored; told until the next change

Q_SIGNALS:
    void saved(); ///< the person is done and wants the draft
    void discarded();
    void pictureRequested();

private:
    using Spaces = QSet<domain::SpaceId>;
    using Step = std::function<void(LayoutEdit &, const Spaces &)>; ///< with the selected spaces

    QWidget *makeHead();
    QWidget *makeTools();
    QPushButton *addTool(QHBoxLayout &layout, const QString &icon, const QString &name,
                         std::function<void()> run);
    QDoubleSpinBox *addSize(QHBoxLayout &layout, const QString &name);
    void change(const Step &step);
    void refresh();
    QString title(const EditTool &tool) const;

    MapView &m_view;
    const Theme &m_theme;
    QLabel *m_title;
    QPushButton *m_undo;
    QPushButton *m_redo;
    QPushButton *m_row;
    QDoubleSpinBox *m_width;
    QDoubleSpinBox *m_depth;
    QList<QPushButton *> m_forSome; ///< need a selected space
    QList<QPushButton *> m_forMany; ///< need two
    PictureBar *m_pictureBar;
    QPushButton *m_discard;
    QPushButton *m_save;
    QString m_refusal;
    bool m_saving = false;
};

} // namespace parking::ui
